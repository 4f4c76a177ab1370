#include "counted.h"

namespace box {

// What a field shows is shared by a retain that comes after.
class Shelf : public Counted {
 public:
  explicit Shelf(Box *box) : box_(box), spare_(NULL) {}
  ~Shelf() {
    box_->Release();
    SafeRelease(spare_);
  }

  int size() {
    Box *box = box_;
    Box *spare = spare_;
    box->AddRef();
    if (spare != NULL) spare->AddRef();
    int sum = look(box) + look(spare);
    change();
    sum += look(box);
    box->Release();
    if (spare != NULL) spare->Release();
    return sum;
  }

  Box *share() {
    Box *box = box_;
    box->AddRef();
    return box;
  }

  Box *shareOf(Shelf *other) {
    Box *box = other->box_;
    box->AddRef();
    return box;
  }

  void change() {
    Box *next = new Box(look(box_) + 1);
    SafeRelease(spare_);
    spare_ = box_;
    box_ = next;
  }

 private:
  Box *box_;
  Box *spare_;
};

// The time of a release matters where something reads what an end changes.
int counted() {
  Box *one = new Box(1);
  int sum = look(one);
  one->Release();
  return sum + Counted::alive;
}

int run() {
  Shelf *shelf = new Shelf(new Box(1));
  Shelf *other = new Shelf(new Box(2));
  int sum = shelf->size();
  Box *one = shelf->share();
  Box *two = shelf->shareOf(other);
  sum = sum * 100 + look(one) * 10 + look(two);
  one->Release();
  two->Release();
  shelf->Release();
  other->Release();
  sum = sum * 10 + counted();
  return sum;
}

}  // namespace box
