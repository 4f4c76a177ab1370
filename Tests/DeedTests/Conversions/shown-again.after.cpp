#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Pair : public Counted {
 public:
  Pair(deed::Ref<Box> first, deed::Ref<Box> second) : first_(first.detach()), second_(second.detach()) {}
  ~Pair() {
    first_->Release();
    second_->Release();
  }
  Box *operator[](int index) const { return index == 0 ? first_ : second_; }
  Box *first() const { return first_; }

 private:
  Box *first_;
  Box *second_;
};

// What a getter shows is retained, and then shown again to whoever keeps it.
deed::Ref<Pair> swapped(const Pair *pair) {
  return deed::adopt_ref(new Pair(deed::retain_ref((*pair)[1]), deed::retain_ref((*pair)[0])));
}

int held(const Pair *pair) {
  deed::Ref<Box> box = deed::retain_ref(pair->first());
  int result = look(box.get());
  return result;
}

int run() {
  deed::Ref<Pair> pair = deed::Ref<Pair>::adopt(new Pair(deed::adopt_ref(new Box(1)), deed::adopt_ref(new Box(2))));
  deed::Ref<Pair> other = swapped(pair.get());
  int result = held(pair.get()) * 100 + look((*other)[0]);
  return result;
}

}  // namespace box
