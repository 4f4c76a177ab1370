/// A kind of mistake that Deed finds: what it is, why it is bad, and code that shows it and code that does not.
///
/// The examples are the rule's tests and its documentation at once. In them `// ERROR` ends the line that is found.
public struct FindingRule: Sendable {
  public var id: String
  public var kind: Finding.Kind
  /// Of what is certain; what is only possible is a note.
  public var severity: Finding.Severity
  /// One line: what is wrong.
  public var meaning: String
  /// Why it is bad.
  public var rationale: String
  public var triggering: [String]
  public var nonTriggering: [String]
  /// What the examples stand under.
  public var preamble = FindingRule.countedClass

  /// What the examples are written against: a counted class, and functions whose bodies say what they do.
  public static let countedClass = """
    struct Box {
      int count;
      Box *next;
      void AddRef() { ++count; }
      void Release() { if (--count == 0) delete this; }
      Box() : count(1), next(nullptr) {}
      ~Box() { if (next) next->Release(); }
    };
    Box *make();
    bool ready();
    void look(const Box &);

    """

  /// The same for extensions of CPython: a few declarations of its headers.
  public static let pythonExtension = """
    typedef long Py_ssize_t;
    struct PyObject {
      Py_ssize_t ob_refcnt;
      void *ob_type;
    };
    extern "C" {
    void Py_INCREF(PyObject *);
    void Py_DECREF(PyObject *);
    PyObject *PyLong_FromLong(long);
    PyObject *PyTuple_New(Py_ssize_t);
    void PyTuple_SET_ITEM(PyObject *, Py_ssize_t, PyObject *);
    PyObject *PyList_GetItem(PyObject *, Py_ssize_t);
    int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *);
    PyObject *PyObject_Repr(PyObject *);
    PyObject *PyDict_GetItem(PyObject *, PyObject *);
    PyObject *Py_BuildValue(const char *, ...);
    int PyArg_ParseTuple(PyObject *, const char *, ...);
    void PyErr_SetString(PyObject *, const char *);
    extern PyObject *PyExc_KeyError;
    }
    typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
    struct PyMethodDef {
      const char *ml_name;
      PyCFunction ml_meth;
    };

    """
}

extension FindingRule {
  /// In the order of their ids.
  public static let all: [FindingRule] = [
    .callErrorMissing, .callErrorPending, .callFormat, .callNullTest, .claimCycle, .suppression,
    .pathDiscarded, .pathForgottenField, .pathInconsistent, .pathLeak, .pathOverRelease, .pathSuperfluousOwner,
    .pathUseAfterRelease,
    .valFieldRet, .valOverrideRet, .valOwnLocalRet,
    .valOwnMove, .valPtrToField, .valPtrToOwn,
  ]

  public static func named(_ id: String) -> FindingRule? { all.first { $0.id == id } }
}
