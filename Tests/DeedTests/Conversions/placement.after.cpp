#include "counted.h"
#include "deed/counting.hpp"

#include <new>

#define POOL_NEW(pool) new (pool)

namespace box {

struct Pool {};

class Sack : public Counted {
 public:
  Sack(Pool *pool, deed::Ref<Box> box) : pool_(pool), box_(std::move(box)) {}
  ~Sack() = default;
  int size() const { return box_->size(); }

 private:
  Pool *pool_;
  deed::Ref<Box> box_;
};

}  // namespace box

inline void *operator new(std::size_t size, box::Pool *) { return ::operator new(size); }
inline void operator delete(void *memory, box::Pool *) { ::operator delete(memory); }

namespace box {

deed::Ref<Sack> fill(Pool *pool) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(POOL_NEW(pool) Box(4));
  return deed::adopt_ref(POOL_NEW(pool) Sack(pool, std::move(box)));
}

int run() {
  Pool pool;
  deed::Ref<Sack> sack = fill(&pool);
  deed::Ref<Sack> other = deed::Ref<Sack>::adopt(POOL_NEW(&pool) Sack(&pool, deed::adopt_ref(POOL_NEW(&pool) Box(5))));
  int total = sack->size() + other->size();
  return total;
}

}  // namespace box
