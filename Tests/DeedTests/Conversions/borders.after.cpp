#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// raw: box::drop(0): is used through a pointer to a function
int drop(Box *box) {
  int size = box->size();
  box->Release();
  return size;
}

class Shelf : public Counted {
 public:
  explicit Shelf(deed::Ref<Box> box) : box_(std::move(box)) {}
  ~Shelf() = default;
  // What stays raw takes over a reference of its own.
  int show() const {
    return drop(deed::Ref<box::Box>(box_).detach());
  }

 private:
  deed::Ref<Box> box_;
};

int run() {
  int (*function)(Box *) = drop;
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(3));
  int total = drop(deed::Ref<box::Box>(box).detach());
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(std::move(box)));
  total += 10 * shelf->show();
  shelf = nullptr;
  return total + function(new Box(500));
}

}  // namespace box
