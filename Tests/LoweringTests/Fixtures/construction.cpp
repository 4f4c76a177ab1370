// flags: -std=c++14 | -std=c++17
struct T {
  int n;
  T *next = nullptr;  // => *this.next := null
  T() {}
  T(int value);
  T(const T &other);
  ~T();
};
T make(int v);
void take(T value);
void look(const T &value);

struct Base { Base(int); virtual ~Base(); int tag; };
struct Derived : Base {
  T first;
  T *second;
  int values[2];
  Derived(T *p)
      : Base(1),  // => up(*this).Base(1) [construct subobject]
        first(2),  // => *this.first.T(2) [construct subobject]
        second(p),  // => *this.second := *p
        values{3, 4} {}  // => *this.values := {3, 4}
  Derived() : Derived(nullptr) {}  // => *this.Derived(null) [construct subobject]
  ~Derived() {}  // => *this.first.~T() [implicit subobject]; up(*this).~Base() [implicit subobject]
};

void locals() {
  T a;  // => a.T() [construct]
  T b(1);  // => b.T(1) [construct]
  T c = 2;  // => c.T(2) [construct]
  T d = T(3);  // => d.T(3) [construct]
  T e = make(4);  // => make(4); e := make(4)
  T f(a);  // => f.T(a) [construct]
  T g[2];  // => g[each].T() [construct]
  const T &h = T(5);  // => temporary.T(5) [construct]; h := temporary
  int i = 6, *j = &i;  // => i := 6; j := i
}  // => *h.~T() [implicit]; end h; g[each].~T() [implicit]; end g; f.~T() [implicit]; end f; e.~T() [implicit]; end e; d.~T() [implicit]; end d; c.~T() [implicit]; end c; b.~T() [implicit]; end b; a.~T() [implicit]; end a; end j; end i

void temporaries() {
  take(T(1));  // => temporary.T(1) [construct]; take(temporary); temporary.~T() [implicit]
  take(make(2));  // => make(2); temporary := make(2); take(temporary); temporary.~T() [implicit]
  look(T(3));  // => temporary.T(3) [construct]; look(temporary); temporary.~T() [implicit]
  look(make(4));  // => make(4); temporary := make(4); look(temporary); temporary.~T() [implicit]
  make(5);  // => make(5); temporary := make(5); temporary.~T() [implicit]
}

T returned() {
  return T(1);  // => temporary.T(1) [construct]; return temporary
}
T forwarded() {
  return make(1);  // => make(1); return make(1)
}
T named() {
  T t;  // => t.T() [construct]
  return t;  // => temporary.T(t) [construct]; return temporary; t.~T() [implicit]; end t
}
struct Pair { T *a; T *b; };
Pair pair(T *p) {
  Pair x = {p, nullptr};  // => x := {*p, null}
  Pair y = x;  // => y := *x
  y = x;  // => y <- *x
  return y;  // => return *y; end y; end x
}
struct Inherits : Base { using Base::Base; };
void inherits() {
  Inherits x(7);  // => x.Base(7) [construct]
}
T *choose(bool c) {
  T t = c ? T(1) : make(2);  // => if *c; t.T(1) [construct]; make(2); t := make(2)  // =>2 if *c; temporary.T(1) [construct]; make(2); temporary := make(2); t := (temporary|temporary)
  return c ? new T(3) : nullptr;  // => if *c; new; new.T(3) [construct]; return (new|null); t.~T() [implicit]; end t
}
