extension FindingRule {
  static let callNullTest = FindingRule(
    id: "call.nullTest", kind: .missingNullTest, severity: .warning,
    meaning: "a result that may be null is used, and nobody asked whether it is",
    rationale: """
      The function that gave it answers null where it fails, if only for want of memory. To look into it, to count it or to put \
      something into it then ends the program.
      """,
    triggering: [
      """
      PyObject *f() {
        PyObject *pair = PyTuple_New(1);
        PyTuple_SET_ITEM(pair, 0, PyLong_FromLong(1));  // ERROR
        return pair;
      }
      """,
      """
      long f(PyObject *object) {
        PyObject *text = PyObject_Repr(object);
        Py_DECREF(text);  // ERROR
        return 0;
      }
      """,
    ],
    nonTriggering: [
      """
      PyObject *f() {
        PyObject *pair = PyTuple_New(1);
        if (!pair) return nullptr;
        PyTuple_SET_ITEM(pair, 0, PyLong_FromLong(1));
        return pair;
      }
      """
    ], preamble: pythonExtension)
}
