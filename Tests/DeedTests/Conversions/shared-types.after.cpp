#include "counted.h"
#include "deed/counting.hpp"

namespace box {

deed::Ref<Box> make(int size) { return deed::adopt_ref(new Box(size)); }

class Pair : public Counted {
 public:
  explicit Pair(int size) : left_(deed::adopt_ref(new Box(size))), right_(deed::adopt_ref(new Box(size + 1))) {}
  ~Pair() = default;
  int size() const { return left_->size() + right_->size(); }

 private:
  deed::Ref<Box> left_, right_;
};

int alike(int size) {
  deed::Ref<Box> one = make(size), two = make(2 * size);
  int total = one->size() + two->size();
  return total;
}

int unlike(const Pair *pair, Box *given) {
  deed::Ref<Box> mine = make(pair->size()); Box *other = given;
  static const int factor = 2;
  int total = factor * mine->size() + other->size();
  return total;
}

int later(int size) {
  Box *shown = NULL; deed::Ref<Box> first, second;
  first = make(size);
  second = make(size);
  shown = first.get();
  int total = look(shown) + look(second.get());
  return total;
}

// raw: box::mixed(box): several declarators share its type, and more than the type
int mixed(int size) {
  Box *box = make(size).detach(), **place = NULL;
  int total = place == NULL ? box->size() : 0;
  box->Release();
  return total;
}

int run() {
  deed::Ref<Pair> pair = deed::Ref<Pair>::adopt(new Pair(1));
  deed::Ref<Box> given = make(50);
  int total = alike(3) + unlike(pair.get(), given.get()) + later(4) + mixed(5);
  return total;
}

}  // namespace box
