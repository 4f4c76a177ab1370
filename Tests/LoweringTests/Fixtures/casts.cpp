struct A { virtual ~A(); int a; };
struct B : A { int b; operator bool() const; operator A *(); };
struct M { int x; void f(); virtual void g(); };

B *convert(A *a, void *v, const B *k) {
  B *b = static_cast<B *>(a);  // => b := down(*a)
  b = dynamic_cast<B *>(a);  // => b <- checked(*a)
  a = b;  // => a <- up(*b)
  b = (B *)v;  // => b <- as(*v)
  b = reinterpret_cast<B *>(a);  // => b <- as(*a)
  b = const_cast<B *>(k);  // => b <- as(*k)
  A &r = *b;  // => r := up(*b)
  if (*b) a = *b;  // => *b.operator A *(); if ?*b.operator A *(); *b.operator A *(); a <- *b.operator A *()
  long n = (long)v;  // => n := as(*v)
  (void)a;  // =>
  return v == nullptr ? nullptr : b;  // => if (*v equal null); return (null|*b); end n; end r; end b
}
void members(M *m, void (M::*p)(), int M::*q) {
  (m->*p)();  // => <member pointer *m *p>; (<member pointer *m *p>)() as p
  m->*q = 1;  // => <member pointer *m *q>; <member pointer *m *q> <- 1
  p = &M::f;  // => p <- &M::f
}
