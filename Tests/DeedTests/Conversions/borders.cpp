#include "counted.h"

namespace box {

// raw: box::drop(0): is used through a pointer to a function
int drop(Box *box) {
  int size = box->size();
  box->Release();
  return size;
}

class Shelf : public Counted {
 public:
  explicit Shelf(Box *box) : box_(box) {}
  ~Shelf() { box_->Release(); }
  // What stays raw takes over a reference of its own.
  int show() const {
    box_->AddRef();
    return drop(box_);
  }

 private:
  Box *box_;
};

int run() {
  int (*function)(Box *) = drop;
  Box *box = new Box(3);
  box->AddRef();
  int total = drop(box);
  Shelf *shelf = new Shelf(box);
  total += 10 * shelf->show();
  shelf->Release();
  return total + function(new Box(500));
}

}  // namespace box
