#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Pair : public Counted {
 public:
  Pair(deed::Ref<Box> one, deed::Ref<Box> two) : one_(std::move(one)), two_(std::move(two)) {}
  ~Pair() = default;
  Box *one() const { return one_.get(); }
  Box *two() const { return two_.get(); }

 private:
  deed::Ref<Box> one_;
  deed::Ref<Box> two_;
};

// Added before it is passed; the second one only where there is one.
deed::Ref<Pair> pair(Box *one, Box *two) {
  return deed::adopt_ref(new Pair(deed::retain_ref(one), deed::retain_ref(two)));
}

// Of what somebody else holds, and of what is held here.
deed::Ref<Pair> twice(Pair *other) {
  deed::Ref<Box> one = deed::retain_ref(other->one());
  deed::Ref<Box> mine = deed::Ref<Box>::adopt(new Box(7));
  deed::Ref<Pair> made = deed::Ref<Pair>::adopt(new Pair(std::move(one), mine));
  int size = look(mine.get());
  return size > 0 ? made : made;
}

int run() {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(3));
  deed::Ref<Pair> made = pair(box.get(), NULL);
  deed::Ref<Pair> other = twice(made.get());
  int total = look(made->one()) + look(made->two()) + look(other->one()) + look(other->two());
  return total;
}

}  // namespace box
