// A header in each object, with a counter class of its own in it, and templates that count whatever has such a header.
#include <atomic>
#include <cstdlib>
#include <type_traits>

template <class T>
struct Cell {
  Cell() = default;
  Cell(T v) : v(v) {}
  Cell &operator=(T v_) {
    set(v_);
    return *this;
  }
  operator T() const { return v.load(std::memory_order_relaxed); }
  void set(T v_) { v.store(v_, std::memory_order_relaxed); }
  T up() { return v.fetch_add(1, std::memory_order_acq_rel); }
  T down() { return v.fetch_add(-1, std::memory_order_acq_rel); }
  std::atomic<T> v = 0;
};
struct Meter {
  mutable Cell<int> ticks;
  void start(int n = 1) { ticks = n; }
  int up() const { return ticks.up(); }
  int down() const { return ticks.down(); }
  bool is_fixed() const { return !ticks; }
  bool is_running() const { return ticks > 0; }
};
struct Label {
  Meter meter;
  bool is_fixed() const { return meter.is_fixed(); }
};
template <class T>
static inline T *hold(T *p) {  //> returns argument 0 itself, retained or null
  if (__builtin_expect(!p || p->label.is_fixed(), 0)) return p;
  p->label.meter.up();
  return p;
}
template <class T>
static inline bool is_last(T *p) {
  if (!p || p->label.is_fixed()) return false;
  if (p->label.meter.down() != 1) return false;
  return true;
}
template <class T>
static inline bool drop(T *p) {  //> releases, unless it is null, argument 0
  if (!is_last(p)) return false;
  if (!std::is_trivially_destructible<T>::value) p->~T();
  return true;
}

struct Map {
  Label label;
  int *cells = nullptr;
};
struct Globe {
  Label label;
  Map *map = nullptr;
  ~Globe() {}
};
Map *map_hold(Map *m) { return hold(m); }  //> returns argument 0 itself, retained or null
void map_drop(Map *m) {  //> releases, unless it is null, argument 0
  if (!drop(m)) return;
  std::free(m->cells);
  std::free(m);
}
Globe *globe_hold(Globe *g) { return hold(g); }  //> returns argument 0 itself, retained or null
void globe_drop(Globe *g) {  //> releases, unless it is null, argument 0
  if (!drop(g)) return;
  map_drop(g->map);
  std::free(g);
}
