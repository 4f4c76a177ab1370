extension FindingRule {
  static let callErrorMissing = FindingRule(
    id: "call.errorMissing", kind: .errorMismatch, severity: .error,
    meaning: "a function that a framework calls says that it failed, and has set no error",
    rationale: """
      The caller looks for the error, finds none, and raises another in its place ("returned NULL without setting an exception"): \
      what went wrong is lost.
      """,
    triggering: [
      """
      static PyObject *find(PyObject *self, PyObject *key) {
        PyObject *found = PyDict_GetItem(self, key);
        if (!found)
          return nullptr;  // ERROR
        Py_INCREF(found);
        return found;
      }
      PyMethodDef methods[] = {{"find", find}, {nullptr, nullptr}};
      """
    ],
    nonTriggering: [
      """
      static PyObject *find(PyObject *self, PyObject *key) {
        PyObject *found = PyDict_GetItem(self, key);
        if (!found) {
          PyErr_SetString(PyExc_KeyError, "no such key");
          return nullptr;
        }
        Py_INCREF(found);
        return found;
      }
      PyMethodDef methods[] = {{"find", find}, {nullptr, nullptr}};
      """
    ], preamble: pythonExtension)
}
