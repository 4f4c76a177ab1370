import Testing

/// Code as it stands in extensions of CPython, against a small copy of its headers' declarations.
@Suite struct CPythonTests {
  static let header = """
    typedef long Py_ssize_t; \
    typedef struct _object { Py_ssize_t ob_refcnt; void *ob_type; } PyObject; \
    void Py_INCREF(PyObject *); void Py_DECREF(PyObject *); void Py_XDECREF(PyObject *); \
    PyObject *PyList_New(Py_ssize_t); PyObject *PyLong_FromLong(long); \
    PyObject *PyList_GetItem(PyObject *, Py_ssize_t); int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *); \
    int PyList_Append(PyObject *, PyObject *); PyObject *PyDict_GetItemString(PyObject *, const char *); \
    int PyModule_AddObject(PyObject *, const char *, PyObject *); \

    """

  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.header + source, named: "/test/module.c", sourceLocation: sourceLocation)
  }

  @Test func anErrorBranchForgetsTheList() throws {
    try expect(
      """
      PyObject *f(void) {
        PyObject *list = PyList_New(0);
        if (!list) return 0;
        PyObject *item = PyLong_FromLong(1);
        if (!item) return 0; // ERROR path.leak
        if (PyList_Append(list, item) < 0) {
          Py_DECREF(item);
          Py_DECREF(list);
          return 0;
        }
        Py_DECREF(item);
        return list;
      }
      """)
  }

  @Test func stolenReferences() throws {
    try expect(
      """
      PyObject *fine(void) {
        PyObject *list = PyList_New(1);
        if (!list) return 0;
        PyList_SetItem(list, 0, PyLong_FromLong(1));
        return list;
      }
      PyObject *twice(void) {
        PyObject *list = PyList_New(1);
        if (!list) return 0;
        PyObject *item = PyLong_FromLong(1);
        PyList_SetItem(list, 0, item);
        Py_XDECREF(item); // ERROR path.overRelease
        return list;
      }
      void borrowed(PyObject *list, PyObject *other) {
        PyObject *item = PyList_GetItem(list, 0);
        if (!item) return;
        PyList_SetItem(other, 0, item); // ERROR val.ptrToOwn
      }
      """)
  }

  @Test func addObjectTakesOnSuccessOnly() throws {
    try expect(
      """
      int right(PyObject *module) {
        PyObject *number = PyLong_FromLong(1);
        if (!number) return -1;
        if (PyModule_AddObject(module, "n", number) < 0) {
          Py_DECREF(number);
          return -1;
        }
        return 0;
      }
      int wrong(PyObject *module) {
        PyObject *number = PyLong_FromLong(1);
        if (!number) return -1;
        if (PyModule_AddObject(module, "n", number) < 0)
          return -1; // ERROR path.leak
        return 0;
      }
      """)
  }

  @Test func clearingFieldsInTurn() throws {
    try expect(
      """
      struct Thing { PyObject base; PyObject *a, *b, *c, *d, *e, *f; };
      #define CLEAR(x) do { PyObject *tmp = x; if (tmp) { x = 0; Py_DECREF(tmp); } } while (0)
      int clear(struct Thing *self) {
        CLEAR(self->a);
        CLEAR(self->b);
        CLEAR(self->c);
        CLEAR(self->d);
        CLEAR(self->e);
        CLEAR(self->f);
        return 0;
      }
      """)
  }

  @Test func waysThatMeetGoOn() throws {
    try expect(
      """
      typedef struct _typeobject PyTypeObject;
      int PyType_IsSubtype(PyTypeObject *, PyTypeObject *);
      int Py_IS_TYPE(const PyObject *ob, const PyTypeObject *type) { return ob->ob_type == type; }
      int PyObject_TypeCheck(PyObject *ob, PyTypeObject *type) {
        return Py_IS_TYPE(ob, type) || PyType_IsSubtype(ob->ob_type, type);
      }
      static struct { PyObject *type; } state;
      int f(PyObject *self) {
        PyObject *made = PyLong_FromLong(1);
        if (!made) return -1;
        if (!PyObject_TypeCheck(self, (PyTypeObject *)state.type)) { Py_DECREF(made); return 1; }
        return 0; // ERROR path.leak
      }
      """)
  }
}
