struct T { void ref(); };
void good(T *p) {
  p->ref();  // => *p.ref()
}
void bad(T *p) {
  p->missing();  // => <error>; (<error>)()
}
struct Part;
struct Whole {
  Part part;
  T *t;
  ~Whole() {
    t->ref();  // => **this.t.ref()
  }
};
struct Derived : Part {
  ~Derived() {}
};
