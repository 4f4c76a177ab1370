#include "counted.h"

#include <new>

#define POOL_NEW(pool) new (pool)

namespace box {

struct Pool {};

class Sack : public Counted {
 public:
  Sack(Pool *pool, Box *box) : pool_(pool), box_(box) {}
  ~Sack() { box_->Release(); }
  int size() const { return box_->size(); }

 private:
  Pool *pool_;
  Box *box_;
};

}  // namespace box

inline void *operator new(std::size_t size, box::Pool *) { return ::operator new(size); }
inline void operator delete(void *memory, box::Pool *) { ::operator delete(memory); }

namespace box {

Sack *fill(Pool *pool) {
  Box *box = POOL_NEW(pool) Box(4);
  return POOL_NEW(pool) Sack(pool, box);
}

int run() {
  Pool pool;
  Sack *sack = fill(&pool);
  Sack *other = POOL_NEW(&pool) Sack(&pool, POOL_NEW(&pool) Box(5));
  int total = sack->size() + other->size();
  other->Release();
  sack->Release();
  return total;
}

}  // namespace box
