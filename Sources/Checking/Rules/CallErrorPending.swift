extension FindingRule {
  static let callErrorPending = FindingRule(
    id: "call.errorPending", kind: .errorMismatch, severity: .error,
    meaning: "a function that a framework calls says that it succeeded, and has set an error",
    rationale: """
      The error stays pending and comes up in some later call that has nothing to do with it, or ends the program where results \
      are checked.
      """,
    triggering: [
      """
      static PyObject *check(PyObject *self, PyObject *key) {
        if (!PyDict_GetItem(self, key))
          PyErr_SetString(PyExc_KeyError, "no such key");
        Py_INCREF(self);
        return self;  // ERROR
      }
      PyMethodDef methods[] = {{"check", check}, {nullptr, nullptr}};
      """
    ],
    nonTriggering: [
      """
      static PyObject *check(PyObject *self, PyObject *key) {
        if (!PyDict_GetItem(self, key)) {
          PyErr_SetString(PyExc_KeyError, "no such key");
          return nullptr;
        }
        Py_INCREF(self);
        return self;
      }
      PyMethodDef methods[] = {{"check", check}, {nullptr, nullptr}};
      """
    ], preamble: pythonExtension)
}
