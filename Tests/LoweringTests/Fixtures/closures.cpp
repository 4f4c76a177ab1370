// flags: -fblocks
struct T { int n; void ref(); T(); T(const T &); ~T(); };
template <class F> void run(F f) { f(); }

struct Owner {
  T *held;
  void method(T *p, T q) {
    auto a = [p, &q] { p->ref(); q.ref(); };  // => **this.p.ref(); **this.q.ref() / *this.p := **unnamed.p; *this.q := **unnamed.q / closure(*p, q); a := closure(*p, q)
    auto b = [this] { held->ref(); };  // => ***this.this.held.ref() / closure(*this); b := closure(*this)
    auto c = [x = p->n] { return x; };  // => closure(**p.n); c := closure(**p.n) / return **this.x
    auto d = [q] { };  // => *this.q.~T() [implicit subobject] / temporary.T(q) [construct]; closure(temporary); temporary := closure(temporary); d := temporary
    run(a);  // => run(*a)
    a();  // => a.operator()()
  }
};
void block(T *p) {
  void (^b)(int) = ^(int k) {
    p->n = k;  // => **this.p.n <- *k
  };
  b(1);  // => (*b)(1) as b
}
