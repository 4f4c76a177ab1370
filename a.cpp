#include <Python.h>
class ptr {
 public:
  ptr(PyObject *ob) : m_ob(ob) {}
  ~ptr() { PyObject *t = m_ob; m_ob = 0; Py_XDECREF(t); }
  PyObject *get() const { return m_ob; }
  PyObject *release() { PyObject *t = m_ob; m_ob = 0; return t; }
  operator bool() const { return m_ob != 0; }
 private:
  PyObject *m_ob;
};
struct Expression { PyObject_HEAD PyObject *terms; double constant; };
PyObject *a(PyTypeObject *type, PyObject *args, PyObject *o) {
  ptr terms(PySequence_Tuple(o));
  if (!terms) return 0;
  PyObject *pyexpr = PyType_GenericNew(type, args, 0);
  if (!pyexpr) return 0;
  Expression *self = reinterpret_cast<Expression *>(pyexpr);
  self->terms = terms.release();
  return pyexpr;
}
PyObject *b(PyTypeObject *type, PyObject *args, PyObject *o) {
  PyObject *pyexpr = PyType_GenericNew(type, args, 0);
  if (!pyexpr) return 0;
  ptr terms(PySequence_Tuple(o));
  if (!terms) { Py_DECREF(pyexpr); return 0; }
  Expression *self = reinterpret_cast<Expression *>(pyexpr);
  self->terms = terms.release();
  return pyexpr;
}
PyObject *c(PyObject *o) {
  ptr terms(PySequence_Tuple(o));
  if (!terms) return 0;
  return terms.release();
}
static int num(PyObject *o, double &out) {
  if (PyFloat_Check(o)) { out = PyFloat_AS_DOUBLE(o); return 1; }
  return 0;
}
PyObject *d(PyTypeObject *type, PyObject *args, PyObject *o, PyObject *k) {
  ptr terms(PySequence_Tuple(o));
  if (!terms) return 0;
  double constant = 0.0;
  if (k && !num(k, constant)) return 0;
  PyObject *pyexpr = PyType_GenericNew(type, args, 0);
  if (!pyexpr) return 0;
  Expression *self = reinterpret_cast<Expression *>(pyexpr);
  self->terms = terms.release();
  self->constant = constant;
  return pyexpr;
}
