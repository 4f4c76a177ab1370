extension FindingRule {
  static let valPtrToOwn = FindingRule(
    id: "val.ptrToOwn", kind: .missingRetain, severity: .error,
    meaning: "a borrowed reference is passed to a function that takes it over",
    rationale: "The function gives up a reference that is another's: that one then refers to a dead object.",
    triggering: [
      """
      struct _object;
      extern "C" _object *PyList_GetItem(_object *, long);
      extern "C" int PyList_SetItem(_object *, long, _object *);
      void f(_object *from, _object *to) {
        _object *item = PyList_GetItem(from, 0);
        if (item)
          PyList_SetItem(to, 0, item);  // ERROR
      }
      """
    ],
    nonTriggering: [
      """
      static void drop(Box *box) { box->Release(); }
      void f(Box *box) {
        box->AddRef();
        drop(box);
      }
      """
    ])
}
