// flags: -std=c++20
// What is not modelled is an event that says so, with all that it saw.
struct T { int n; void ref(); T *next; };
typedef void (T::*Method)();
typedef T *T::*Link;
T *look(T *t, Method method, Link link, ...) {
  asm volatile("" : : "r"(t));  // =>
  (t->*method)();  // =>
  T *linked = t->*link;  // =>
  __builtin_va_list all;
  __builtin_va_start(all, link);  // =>
  T *other = __builtin_va_arg(all, T *);  // =>
  __builtin_va_end(all);  // =>
  typedef int four __attribute__((vector_size(16)));
  four v = {1, 2, 3, 4};  // =>
  v[0] = t->n;  // =>
  void *label = &&out;  // =>
  goto *label;  // =>
out:
  return linked ? linked : other;  // =>
}
