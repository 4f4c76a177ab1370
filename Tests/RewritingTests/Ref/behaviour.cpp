// Every way in which a Ref can change a count, each checked against the count itself.
#include "deed/ref.hpp"

#include <cstdio>
#include <cstdlib>
#include <unordered_set>
#include <vector>

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
      std::exit(1);                                                            \
    }                                                                          \
  } while (0)

// A Ref of a type that is only declared yet.
struct Later;
struct Holder {
  deed::Ref<Later> later;
  Holder();
  ~Holder();
};

namespace counted {
int alive = 0;

struct Base {
  int count = 1;
  Base() { ++alive; }
  Base(const Base &) = delete;
  virtual ~Base() { --alive; }
};
inline void ref_retain(Base *object) noexcept { ++object->count; }
inline void ref_release(Base *object) noexcept {
  if (--object->count == 0) delete object;
}

struct Derived : Base {
  int number;
  Derived *parent;
  explicit Derived(int number, Derived *parent = nullptr) : number(number), parent(parent) {}
};
struct Other : Base {};

struct Pool {
  int allocations = 0;
};
}  // namespace counted

void *operator new(std::size_t size, counted::Pool &pool) {
  ++pool.allocations;
  return ::operator new(size);
}
void operator delete(void *storage, counted::Pool &) noexcept { ::operator delete(storage); }

struct Later : counted::Base {};
deed::StaticRef<counted::Base> everywhere;
Holder::Holder() : later(deed::make_ref<Later>()) {}
Holder::~Holder() = default;

using namespace counted;

static void counts() {
  auto first = deed::adopt_ref(new Derived(1));
  CHECK(first->count == 1);
  auto second = first;
  CHECK(first->count == 2);
  deed::Ref<Base> base = second;
  CHECK(first->count == 3);
  deed::Ref<Base> moved = std::move(second);
  CHECK(!second && first->count == 3);
  moved = nullptr;
  CHECK(first->count == 2);
  base = static_cast<const deed::Ref<Base> &>(base);
  CHECK(first->count == 2);
  auto borrowed = deed::Ref<Base>::retain(first.get());
  CHECK(first->count == 3);
  CHECK(deed::Ref<Base>::retain(nullptr) == nullptr);
  CHECK(borrowed == first && first.get() == borrowed && borrowed != nullptr);
}

static void assignmentReleasesWhatWasHeld() {
  auto held = deed::make_ref<Derived>(1);
  auto witness = held;
  held = deed::make_ref<Derived>(2);
  CHECK(witness->count == 1 && held->number == 2);
  swap(held, witness);
  CHECK(held->number == 1 && witness->number == 2 && held->count == 1);
}

static void detachGivesTheReferenceAway() {
  auto held = deed::make_ref<Derived>(1);
  Derived *raw = held.detach();
  CHECK(!held && raw->count == 1);
  ref_release(raw);
}

static void casts() {
  deed::Ref<Base> base = deed::make_ref<Derived>(1);
  CHECK(!deed::dynamic_ref_cast<Other>(base) && base->count == 1);
  CHECK(!deed::dynamic_ref_cast<Other>(std::move(base)) && base && base->count == 1);
  CHECK(deed::static_ref_cast<Derived>(base)->number == 1);
  auto derived = deed::dynamic_ref_cast<Derived>(std::move(base));
  CHECK(!base && derived->count == 1);
  deed::Ref<const Derived> constant = derived;
  auto writable = deed::const_ref_cast<Derived>(constant);
  CHECK(writable == derived && derived->count == 3);
}

static void containers() {
  std::vector<deed::Ref<Base>> list;
  for (int number = 0; number < 10; ++number) list.push_back(deed::make_ref<Derived>(number));
  list.erase(list.begin() + 3);
  CHECK(alive == 9);
  std::unordered_set<deed::Ref<Base>> set(list.begin(), list.end());
  set.insert(list[0]);
  CHECK(set.size() == 9 && list[0]->count == 2);
}

static void aGlobalIsNotEnded() {
  CHECK(everywhere == nullptr && nullptr == everywhere && !everywhere);
  everywhere = deed::make_ref<Derived>(1);
  deed::Ref<Base> copy = everywhere;
  CHECK(copy->count == 2 && everywhere == copy && copy == everywhere && everywhere == copy.get());
  everywhere = deed::Ref<Base>(copy);
  CHECK(copy->count == 2);
  const deed::StaticRef<Base> &same = everywhere;
  everywhere = same;
  CHECK(copy->count == 2 && alive == 1);
  everywhere = deed::make_ref<Derived>(2);
  CHECK(copy->count == 1 && alive == 2 && everywhere != copy);
  deed::StaticRef<Derived> derived = deed::make_ref<Derived>(3);
  deed::Ref<Base> moved = std::move(derived);
  CHECK(derived == NULL && moved->count == 1);
  everywhere = nullptr;
  CHECK(alive == 2);
  static_assert(std::is_trivially_destructible<deed::StaticRef<Base>>::value, "nothing runs at the program's end");
}

static void placement() {
  Pool pool;
  auto parent = deed::make_ref<Derived>(deed::in(pool), 1);
  auto child = deed::make_ref<Derived>(2, parent.get());
  CHECK(pool.allocations == 1 && child->parent == parent && parent->count == 1);
}

int main() {
  void (*tests[])() = {counts, assignmentReleasesWhatWasHeld, detachGivesTheReferenceAway, casts, containers, placement,
                      aGlobalIsNotEnded};
  for (auto test : tests) {
    test();
    CHECK(alive == 0);
  }
  {
    Holder holder;
    CHECK(alive == 1);
  }
  CHECK(alive == 0);
}
