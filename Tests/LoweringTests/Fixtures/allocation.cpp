typedef decltype(sizeof(0)) size_t;
struct nothrow {};
void *operator new(size_t, void *) noexcept;
void *operator new(size_t, struct Pool &);
void operator delete(void *, struct Pool &);
struct Pool { void *take(); };
struct T { T(); T(T *); virtual ~T(); };
struct Own { void *operator new(size_t); void operator delete(void *); };
struct Plain { int a; T *b; };

void allocate(Pool &pool, void *place) {
  T *a = new T;  // => new; new.T() [construct]; a := new
  T *b = new T(a);  // => new; new.T(*a) [construct]; b := new
  T *c = new T[3];  // => new[]; new[][each].T() [construct]; c := new[]
  T *d = new (place) T;  // => new(*place); new(*place).T() [construct]; d := new(*place)
  T *e = new (pool) T(b);  // => new(*pool) by operator new; new(*pool) by operator new.T(*b) [construct]; e := new(*pool) by operator new
  Own *f = new Own;  // => new by Own::operator new; f := new by Own::operator new
  int *g = new int(7);  // => new; new := 7; g := new
  Plain *h = new Plain{1, a};  // => new; new := {1, *a}; h := new
  delete a;  // => delete *a with T::~T [virtual]
  delete[] c;  // => delete[] *c with T::~T [virtual]
  delete f;  // => delete *f with Own::~Own
  delete g;  // => delete *g
  d->~T();  // => *d->~T()
}
