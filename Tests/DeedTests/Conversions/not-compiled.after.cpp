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

// What a constructor gave to a field, a build with assertions reads there.
class Case : public Counted {
 public:
  Case(deed::Ref<Box> box, int size) : box_(std::move(box)), size_(size) {
    CHECK(NULL != box_);
    CHECK(box_->size() >= size);
    CHECK(look(box_.get()) >= size);
  }
  ~Case() = default;
  int size() const { return box_->size() + size_; }

 private:
  deed::Ref<Box> box_;
  int size_;
};

// A field of the base class is not there to be named, and one that is emptied again has nothing to show.
class Chest : public Shelf {
 public:
  explicit Chest(deed::Ref<Box> box) : Shelf(box) { CHECK(box->size() > 0); }
};

class Bin : public Counted {
 public:
  explicit Bin(deed::Ref<Box> box) : box_(box) {
    if (box_->size() > 100) {
      box_ = NULL;
    }
    CHECK(box != NULL);
  }
  ~Bin() = default;
  int size() const { return look(box_.get()); }

 private:
  deed::Ref<Box> box_;
};

// A build with assertions reads what this one has given away: there a raw pointer still points, so a copy is given.
deed::Ref<Shelf> kept() {
  deed::Ref<Box> given = deed::Ref<Box>::adopt(new Box(1));
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(given));
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
  deed::Ref<Case> third = deed::Ref<Case>::adopt(new Case(deed::adopt_ref(new Box(4)), 2));
  deed::Ref<Chest> fourth = deed::Ref<Chest>::adopt(new Chest(deed::adopt_ref(new Box(5))));
  deed::Ref<Bin> fifth = deed::Ref<Bin>::adopt(new Bin(deed::adopt_ref(new Box(101))));
  int result = one->size() * 10 + other->size() + third->size() * fourth->size() + fifth->size();
  return result;
}

}  // namespace box
