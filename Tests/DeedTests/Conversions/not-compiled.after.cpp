#include "counted.h"
#include "deed/counting.hpp"

#define CHECK(condition) ((void)0)

namespace box {

class Shelf : public Counted {
 public:
  explicit Shelf(deed::Ref<Box> box) : box_(std::move(box)) {}
  ~Shelf() = default;
  int size() const { return box_->size(); }

 private:
  deed::Ref<Box> box_;
};

// A build with assertions reads what this one has given away: a raw pointer still points there.
// raw: box::kept(given): text that is not compiled names it after it was given away
deed::Ref<Shelf> kept() {
  Box *given = new Box(1);
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(deed::adopt_ref(given)));
  CHECK(given->size() == shelf->size());
  return shelf;
}

// Before that it is harmless, and so it is once something else is there.
deed::Ref<Shelf> checked() {
  deed::Ref<Box> made = deed::Ref<Box>::adopt(new Box(2));
  CHECK(made->size() == 2);
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(std::move(made)));
  made = deed::Ref<Box>::adopt(new Box(3));
  CHECK(made->size() == 3);
  return shelf;
}

int run() {
  deed::Ref<Shelf> one = kept();
  deed::Ref<Shelf> other = checked();
  int result = one->size() * 10 + other->size();
  return result;
}

}  // namespace box
