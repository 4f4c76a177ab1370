#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Shelf : public Counted {
 public:
  Shelf() : box_(NULL) {}
  ~Shelf() = default;
  void add(Box *box) {
    box_ = deed::retain_ref(box);
  }

  // Who makes it gives up its own reference, and shows what the shelf holds.
  Box *make(int size) {
    deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
    add(box.get());
    return box.get();
  }

  Box *find(int size) {
    deed::Ref<Box> box = size > 0 ? deed::Ref<Box>::adopt(new Box(size)) : NULL;
    if (box) {
      add(box.get());
    }
    return box.get();
  }

  // Something happens after the release, which may be what ends the object.
  // raw: box::Shelf::forget(box): it is used after it was given up
  const Box *forget(int size) {
    Box *box = new Box(size);
    add(box);
    box->Release();
    box_ = NULL;
    look(box_.get());
    return box;
  }

 private:
  deed::Ref<Box> box_;
};

int run() {
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf());
  int total = look(shelf->make(3)) + look(shelf->find(4)) + look(shelf->find(0));
  total += shelf->forget(5) ? 10 : 20;
  return total;
}

}  // namespace box
