#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// What a field shows is shared by a retain that comes after.
class Shelf : public Counted {
 public:
  explicit Shelf(deed::Ref<Box> box) : box_(std::move(box)), spare_(NULL) {}
  ~Shelf() = default;

  int size() {
    deed::Ref<Box> box = box_;
    deed::Ref<Box> spare = spare_;
    int sum = look(box.get()) + look(spare.get());
    change();
    sum += look(box.get());
    return sum;
  }

  deed::Ref<Box> share() {
    Box *box = box_.get();
    return deed::retain_ref(box);
  }

  deed::Ref<Box> shareOf(Shelf *other) {
    Box *box = other->box_.get();
    return deed::retain_ref(box);
  }

  void change() {
    deed::Ref<Box> next = deed::Ref<Box>::adopt(new Box(look(box_.get()) + 1));
    spare_ = std::move(box_);
    box_ = std::move(next);
  }

 private:
  deed::Ref<Box> box_;
  deed::Ref<Box> spare_;
};

// The time of a release matters where something reads what an end changes.
int counted() {
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  int sum = look(one.get());
  one = nullptr;
  return sum + Counted::alive;
}

int run() {
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(deed::adopt_ref(new Box(1))));
  deed::Ref<Shelf> other = deed::Ref<Shelf>::adopt(new Shelf(deed::adopt_ref(new Box(2))));
  int sum = shelf->size();
  deed::Ref<Box> one = shelf->share();
  deed::Ref<Box> two = shelf->shareOf(other.get());
  sum = sum * 100 + look(one.get()) * 10 + look(two.get());
  one = nullptr;
  two = nullptr;
  shelf = nullptr;
  other = nullptr;
  sum = sum * 10 + counted();
  return sum;
}

}  // namespace box
