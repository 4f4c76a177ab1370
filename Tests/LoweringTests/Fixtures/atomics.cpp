namespace std {
template <class T> struct atomic {
  T operator++(); T operator++(int); T operator--(); T operator--(int); T operator+=(T);
  T fetch_add(T, int = 5); T fetch_sub(T, int = 5); T load(int = 5) const; void store(T, int = 5);
  T exchange(T, int = 5); bool compare_exchange_strong(T &, T); operator T() const; T operator=(T);
};
}
struct T { std::atomic<int> refs; int plain; std::atomic<T *> next; };
extern "C" long _InterlockedDecrement(long *);

void count(T *t, long *n, T *other) {
  t->refs++;  // => ++*t.refs [atomic old]
  ++t->refs;  // => ++*t.refs [atomic]
  t->refs.fetch_add(1);  // => ++*t.refs by 1 [atomic old]
  if (--t->refs == 0) delete t;  // => --*t.refs [atomic]; if (--*t.refs [atomic] equal 0); delete *t with T::~T
  if (t->refs.fetch_sub(1) == 1) delete t;  // => --*t.refs by 1 [atomic old]; if (--*t.refs by 1 [atomic old] equal 1); delete *t with T::~T
  if (t->refs == 3) t->refs = 4;  // => if (atomic**t.refs equal 3); *t.refs <- 4 [atomic]
  t->next.store(other);  // => *t.next <- *other [atomic]
  T *old = t->next.exchange(nullptr);  // => *t.next <- null [atomic]; old := atomic**t.next
  t->refs.compare_exchange_strong(t->plain, 2);  // => <compare exchange *t.refs *t.plain 2>
  __atomic_fetch_add(&t->plain, 1, __ATOMIC_RELAXED);  // => ++*t.plain by 1 [atomic old]
  if (__atomic_sub_fetch(&t->plain, 1, __ATOMIC_ACQ_REL) == 0) delete t;  // => --*t.plain by 1 [atomic]; if (--*t.plain by 1 [atomic] equal 0); delete *t with T::~T
  if (__sync_fetch_and_sub(&t->plain, 1) == 1) delete t;  // => --*t.plain by 1 [atomic old]; if (--*t.plain by 1 [atomic old] equal 1); delete *t with T::~T
  __sync_add_and_fetch(&t->plain, 1);  // => ++*t.plain by 1 [atomic]
  if (__builtin_expect(_InterlockedDecrement(n) == 0, 1)) delete t;  // => --*n [atomic]; if ?(--*n [atomic] equal 0); delete *t with T::~T
}
