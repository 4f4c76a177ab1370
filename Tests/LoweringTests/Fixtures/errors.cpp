struct T { void ref(); };
void good(T *p) {
  p->ref();  // => *p.ref()
}
void bad(T *p) {
  p->missing();  // => <error>; (<error>)()
}
