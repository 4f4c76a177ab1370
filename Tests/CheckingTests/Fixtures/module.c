// What extensions of CPython do, right and wrong.

struct Object { PyObject base; PyObject *dict; };

void clears(struct Object *self) {
  PyObject *old = self->dict;
  self->dict = 0;
  Py_XDECREF(old);
}

PyObject *formatTakesOver(void) {
  PyObject *number = PyLong_FromLong(1);
  if (!number) return 0;
  return Py_BuildValue("(Ni)", number, 3);
}

PyObject *formatKeeps(void) {
  PyObject *number = PyLong_FromLong(1);
  if (!number) return 0;
  return Py_BuildValue("(Oi)", number, 3); // ERROR path.leak
}

PyObject *formatAsksForMore(PyObject *self) {
  return Py_BuildValue("(OO)", self); // ERROR call.format
}

int parses(PyObject *args) {
  PyObject *first = 0;
  if (!PyArg_ParseTuple(args, "O", &first)) return -1;
  Py_INCREF(first);
  Py_DECREF(first);
  return 0;
}

int releasesWhatItParsed(PyObject *args) {
  PyObject *first = 0;
  if (!PyArg_ParseTuple(args, "O", &first)) return -1;
  Py_INCREF(first);
  Py_DECREF(first);
  return 0;
}

int usesWhatTheListGaveUp(PyObject *list, PyObject *other) {
  PyObject *item = PyList_GetItem(list, 0);
  if (!item) return -1;
  Py_INCREF(other);
  PyList_SetItem(list, 0, other);
  return item->ob_refcnt > 1; // ERROR path.useAfterRelease
}

int keepsAnotherElement(PyObject *list, PyObject *other) {
  PyObject *item = PyList_GetItem(list, 0);
  if (!item) return -1;
  Py_INCREF(other);
  PyList_SetItem(list, 1, other);
  return item->ob_refcnt > 1;
}

PyObject *withoutATest(void) {
  PyObject *tuple = PyTuple_New(1);
  PyTuple_SET_ITEM(tuple, 0, PyLong_FromLong(1)); // ERROR call.nullTest
  return tuple;
}

PyObject *asksForTheError(void) {
  PyObject *number = PyLong_FromLong(1);
  if (PyErr_Occurred()) return 0;
  Py_DECREF(number);
  return PyLong_FromLong(2);
}
