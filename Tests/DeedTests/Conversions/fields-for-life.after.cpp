#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Pool : public Counted {
 public:
  explicit Pool(deed::Ref<Box> first) : first_(std::move(first)), changing_(NULL) {}
  ~Pool() = default;
  void set(deed::Ref<Box> box) {
    changing_ = std::move(box);
  }
  deed::Ref<Pool> another();
  deed::Ref<Pool> changed();
  int size() const { return first_->size() + look(changing_.get()); }

 private:
  deed::Ref<Box> first_;
  deed::Ref<Box> changing_;
};

int steps = 0;

// Anything may happen meanwhile.
void step() { ++steps; }

// The field is there for as long as its object: the reference may as well be added where it is given.
deed::Ref<Pool> Pool::another() {
  step();
  return deed::adopt_ref(new Pool(first_));
}

// This one may be set anew in between.
deed::Ref<Pool> Pool::changed() {
  changing_->AddRef();
  step();
  return deed::adopt_ref(new Pool(deed::adopt_ref(changing_.get())));
}

auto make(int size) -> Box * { return new Box(size); }

int run() {
  deed::Ref<Pool> pool = deed::Ref<Pool>::adopt(new Pool(deed::adopt_ref(make(1))));
  pool->set(deed::adopt_ref(make(20)));
  deed::Ref<Pool> one = pool->another();
  deed::Ref<Pool> other = pool->changed();
  int result = pool->size() * 1000 + one->size() * 100 + other->size();
  pool = nullptr;
  one = nullptr;
  other = nullptr;
  return result + steps;
}

}  // namespace box
