#include "counted.h"

#define CHECK(condition) ((void)0)

namespace box {

class Shelf : public Counted {
 public:
  explicit Shelf(Box *box) : box_(box) {}
  ~Shelf() { box_->Release(); }
  int size() const { return box_->size(); }

 private:
  Box *box_;
};

// A build with assertions reads what this one has given away: a raw pointer still points there.
// raw: box::kept(given): text that is not compiled names it after it was given away
Shelf *kept() {
  Box *given = new Box(1);
  Shelf *shelf = new Shelf(given);
  CHECK(given->size() == shelf->size());
  return shelf;
}

// Before that it is harmless, and so it is once something else is there.
Shelf *checked() {
  Box *made = new Box(2);
  CHECK(made->size() == 2);
  Shelf *shelf = new Shelf(made);
  made = new Box(3);
  CHECK(made->size() == 3);
  made->Release();
  return shelf;
}

int run() {
  Shelf *one = kept();
  Shelf *other = checked();
  int result = one->size() * 10 + other->size();
  one->Release();
  other->Release();
  return result;
}

}  // namespace box
