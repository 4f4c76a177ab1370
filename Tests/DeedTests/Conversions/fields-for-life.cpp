#include "counted.h"

namespace box {

class Pool : public Counted {
 public:
  explicit Pool(Box *first) : first_(first), changing_(NULL) {}
  ~Pool() {
    first_->Release();
    SafeRelease(changing_);
  }
  void set(Box *box) {
    SafeRelease(changing_);
    changing_ = box;
  }
  Pool *another();
  Pool *changed();
  int size() const { return first_->size() + look(changing_); }

 private:
  Box *first_;
  Box *changing_;
};

int steps = 0;

// Anything may happen meanwhile.
void step() { ++steps; }

// The field is there for as long as its object: the reference may as well be added where it is given.
Pool *Pool::another() {
  first_->AddRef();
  step();
  return new Pool(first_);
}

// This one may be set anew in between.
Pool *Pool::changed() {
  changing_->AddRef();
  step();
  return new Pool(changing_);
}

auto make(int size) -> Box * { return new Box(size); }

int run() {
  Pool *pool = new Pool(make(1));
  pool->set(make(20));
  Pool *one = pool->another();
  Pool *other = pool->changed();
  int result = pool->size() * 1000 + one->size() * 100 + other->size();
  pool->Release();
  one->Release();
  other->Release();
  return result + steps;
}

}  // namespace box
