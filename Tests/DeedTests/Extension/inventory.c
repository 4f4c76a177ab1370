// An extension with the usual work of one: it parses arguments, builds lists and dictionaries, keeps a class of its own. With
// FAULTY defined one error path forgets a reference.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *name;
  PyObject *items;
} Shelf;

static PyObject *shelf_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
  PyObject *name;
  if (!PyArg_ParseTuple(arguments, "U", &name)) return NULL;
  (void)keywords;
  Shelf *self = (Shelf *)type->tp_alloc(type, 0);
  if (!self) return NULL;
  Py_INCREF(name);
  self->name = name;
  self->items = PyList_New(0);
  if (!self->items) {
    Py_DECREF(self);
    return NULL;
  }
  return (PyObject *)self;
}

static void shelf_dealloc(PyObject *object) {
  Shelf *self = (Shelf *)object;
  PyTypeObject *type = Py_TYPE(object);
  Py_XDECREF(self->name);
  Py_CLEAR(self->items);
  type->tp_free(object);
  Py_DECREF(type);
}

// Puts `(name, price)` on the shelf; a price below zero is refused.
static PyObject *shelf_put(PyObject *object, PyObject *arguments) {
  Shelf *self = (Shelf *)object;
  PyObject *name;
  long price;
  if (!PyArg_ParseTuple(arguments, "Ul", &name, &price)) return NULL;
  PyObject *label = PyUnicode_FromFormat("%U on %U", name, self->name);
  if (!label) return NULL;
  if (price < 0) {
    PyErr_SetString(PyExc_ValueError, "the price is below zero");
#ifndef FAULTY
    Py_DECREF(label);
#endif
    return NULL;
  }
  PyObject *number = PyLong_FromLong(price + 100000);
  PyObject *pair = PyTuple_New(2);
  if (!number || !pair) {
    Py_XDECREF(number);
    Py_XDECREF(pair);
    Py_DECREF(label);
    return NULL;
  }
  PyTuple_SetItem(pair, 0, label);
  PyTuple_SET_ITEM(pair, 1, number);
  int failed = PyList_Append(self->items, pair);
  Py_DECREF(pair);
  if (failed) return NULL;
  Py_RETURN_NONE;
}

// The items by their labels.
static PyObject *shelf_table(PyObject *object, PyObject *nothing) {
  Shelf *self = (Shelf *)object;
  (void)nothing;
  PyObject *table = PyDict_New();
  if (!table) return NULL;
  for (Py_ssize_t index = 0; index < PyList_Size(self->items); ++index) {
    PyObject *pair = PyList_GetItem(self->items, index);
    if (PyDict_SetItem(table, PyTuple_GetItem(pair, 0), PyTuple_GetItem(pair, 1)) < 0) {
      Py_DECREF(table);
      return NULL;
    }
  }
  return table;
}

static PyObject *shelf_each(PyObject *object, PyObject *function) {
  Shelf *self = (Shelf *)object;
  PyObject *items = self->items;
  Py_INCREF(items);
  PyObject *iterator = PyObject_GetIter(items);
  if (!iterator) {
    Py_DECREF(items);
    return NULL;
  }
  PyObject *item;
  while ((item = PyIter_Next(iterator))) {
    PyObject *result = PyObject_CallFunctionObjArgs(function, item, NULL);
    Py_DECREF(item);
    if (!result) break;
    Py_DECREF(result);
  }
  Py_DECREF(iterator);
  Py_DECREF(items);
  if (PyErr_Occurred()) return NULL;
  Py_RETURN_NONE;
}

static PyMethodDef shelf_methods[] = {
    {"put", shelf_put, METH_VARARGS, NULL},
    {"table", shelf_table, METH_NOARGS, NULL},
    {"each", shelf_each, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot shelf_slots[] = {
    {Py_tp_new, (void *)shelf_new},
    {Py_tp_dealloc, (void *)shelf_dealloc},
    {Py_tp_methods, shelf_methods},
    {0, NULL},
};

static PyType_Spec shelf_spec = {"inventory.Shelf", sizeof(Shelf), 0, Py_TPFLAGS_DEFAULT, shelf_slots};

static int inventory_exec(PyObject *module) {
  PyObject *type = PyType_FromSpec(&shelf_spec);
  if (!type) return -1;
  if (PyModule_AddObject(module, "Shelf", type) < 0) {
    Py_DECREF(type);
    return -1;
  }
  return 0;
}

static PyModuleDef_Slot inventory_slots[] = {
    {Py_mod_exec, (void *)inventory_exec},
    {0, NULL},
};

static struct PyModuleDef inventory_module = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "inventory", .m_slots = inventory_slots};

PyMODINIT_FUNC PyInit_inventory(void) { return PyModuleDef_Init(&inventory_module); }
