struct T { void ref(); int n; };
struct Pointer {
  T *p;
  T *operator->() const { return p; }  // => return **this.p
  T &operator*() const { return *p; }  // => return **this.p
  Pointer &operator=(const Pointer &other);
  Pointer &operator=(T *raw);
  bool operator!() const;
  operator T *() const;
  T *&operator[](int);
};
bool operator==(const Pointer &, const Pointer &);
struct Base { virtual void f(); };
struct Sub final : Base { void f() override; };

void use(Pointer &a, Pointer &b, T *raw) {
  a->ref();  // => *a.operator->(); *a.operator->().ref()
  (*a).ref();  // => *a.operator*(); *a.operator*().ref()
  a = b;  // => *a.operator=(*b)
  a = raw;  // => *a.operator=(*raw)
  raw = b;  // => *b.operator T *(); raw <- *b.operator T *()
  a[1] = raw;  // => *a.operator[](1); *a.operator[](1) <- *raw
  if (a == b) raw->ref();  // => operator==(*a, *b); if operator==(*a, *b); *raw.ref()
}
void dispatch(Base *b, Sub *s) {
  b->f();  // => *b->f()
  b->Base::f();  // => *b.f()
  s->f();  // => *s.f()
}
