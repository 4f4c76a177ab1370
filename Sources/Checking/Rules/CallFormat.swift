extension FindingRule {
  static let callFormat = FindingRule(
    id: "call.format", kind: .formatMismatch, severity: .error,
    meaning: "the arguments are not those that the format string asks for",
    rationale: """
      The compiler cannot see it: the callee reads what is not there, or takes a number for an address, and what it counts or \
      writes is somebody else's memory.
      """,
    triggering: [
      """
      PyObject *f(PyObject *first, long second) {
        return Py_BuildValue("Ol", first);  // ERROR
      }
      """,
      """
      PyObject *f(PyObject *first, long second) {
        return Py_BuildValue("OO", first, second);  // ERROR
      }
      """,
      """
      int f(PyObject *arguments) {
        PyObject *first;
        return PyArg_ParseTuple(arguments, "O|O:f", &first);  // ERROR
      }
      """,
    ],
    nonTriggering: [
      """
      PyObject *f(PyObject *first, long second) {
        return Py_BuildValue("(Ol)", first, second);
      }
      """
    ], preamble: pythonExtension)
}
