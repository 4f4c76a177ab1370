import Checking
import Foundation
import Testing

/// The cases that checkers stumble over, each right and, where it can be, wrong: what is expected stands in the fixtures.
@Suite struct HardCaseTests {
  private static func fixture(_ name: String) throws -> String {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    return try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
  }

  /// In one line, so that the fixture's lines keep their numbers.
  private static func joined(_ text: String) -> String { text.replacingOccurrences(of: "\n", with: " ") }

  @Test(arguments: ["cleanup.cpp", "ownership.cpp"]) func countedClass(_ name: String) throws {
    try check(Self.joined(FindingRule.countedClass) + (try Self.fixture(name)), named: "/test/\(name)")
  }

  @Test func pythonExtension() throws {
    let more =
      "PyObject *PyTuple_New(Py_ssize_t); void PyTuple_SET_ITEM(PyObject *, Py_ssize_t, PyObject *); "
      + "PyObject *Py_BuildValue(const char *, ...); int PyArg_ParseTuple(PyObject *, const char *, ...); "
      + "PyObject *PyErr_Occurred(void); "
    try check(CPythonTests.header + more + (try Self.fixture("module.c")), named: "/test/module.c")
  }
}
