#include "counted.h"

namespace box {

class Shelf : public Counted {
 public:
  Shelf() : box_(NULL) {}
  ~Shelf() { Counted::SafeRelease(box_); }
  void add(Box *box) {
    box->AddRef();
    Counted::SafeRelease(box_);
    box_ = box;
  }

  // Who makes it gives up its own reference, and shows what the shelf holds.
  Box *make(int size) {
    Box *box = new Box(size);
    add(box);
    box->Release();
    return box;
  }

  Box *find(int size) {
    Box *box = size > 0 ? new Box(size) : NULL;
    if (box) {
      add(box);
      box->Release();
    }
    return box;
  }

  // Something happens after the release, which may be what ends the object.
  // raw: box::Shelf::forget(box): it is used after it was given up
  const Box *forget(int size) {
    Box *box = new Box(size);
    add(box);
    box->Release();
    Counted::SafeRelease(box_);
    box_ = NULL;
    look(box_);
    return box;
  }

 private:
  Box *box_;
};

int run() {
  Shelf *shelf = new Shelf();
  int total = look(shelf->make(3)) + look(shelf->find(4)) + look(shelf->find(0));
  total += shelf->forget(5) ? 10 : 20;
  shelf->Release();
  return total;
}

}  // namespace box
