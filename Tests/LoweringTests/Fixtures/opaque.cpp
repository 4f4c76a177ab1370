// flags: -std=c++20
// What is not modelled is an event that says so, with all that it saw.
struct T { int n; void ref(); T *next; };
typedef void (T::*Method)();
typedef T *T::*Link;
T *look(T *t, Method method, Link link, ...) {
  asm volatile("" : : "r"(t));  // => <GCCAsmStmt *t>
  (t->*method)();  // => <member pointer *t *method>; (<member pointer *t *method>)() as Method
  T *linked = t->*link;  // => <member pointer *t *link>; linked := *<member pointer *t *link>
  __builtin_va_list all;
  __builtin_va_start(all, link);  // => __builtin_va_start(all, link)
  T *other = __builtin_va_arg(all, T *);  // => <VAArgExpr all>; other := <VAArgExpr all>
  __builtin_va_end(all);  // => __builtin_va_end(all)
  typedef int four __attribute__((vector_size(16)));
  four v = {1, 2, 3, 4};  // => v := {1, 2, 3, 4}
  v[0] = t->n;  // => v[0] <- **t.n
  void *label = &&out;  // => <AddrLabelExpr>; label := <AddrLabelExpr>
  goto *label;  // =>
out:
  return linked ? linked : other;  // => if ?*linked; return *(linked|other); end label; end v; end other; end all; end linked
}
