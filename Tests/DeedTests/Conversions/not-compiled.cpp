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

// What a constructor gave to a field, a build with assertions reads there.
class Case : public Counted {
 public:
  Case(Box *box, int size) : box_(box), size_(size) {
    CHECK(NULL != box);
    CHECK(box->size() >= size);
    CHECK(look(box) >= size);
  }
  ~Case() { box_->Release(); }
  int size() const { return box_->size() + size_; }

 private:
  Box *box_;
  int size_;
};

// A field of the base class is not there to be named, and one that is emptied again has nothing to show.
class Chest : public Shelf {
 public:
  explicit Chest(Box *box) : Shelf(box) { CHECK(box->size() > 0); }
};

class Bin : public Counted {
 public:
  explicit Bin(Box *box) : box_(box) {
    if (box_->size() > 100) {
      box_->Release();
      box_ = NULL;
    }
    CHECK(box != NULL);
  }
  ~Bin() { SafeRelease(box_); }
  int size() const { return look(box_); }

 private:
  Box *box_;
};

// A build with assertions reads what this one has given away: there a raw pointer still points, so a copy is given.
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
  Case *third = new Case(new Box(4), 2);
  Chest *fourth = new Chest(new Box(5));
  Bin *fifth = new Bin(new Box(101));
  int result = one->size() * 10 + other->size() + third->size() * fourth->size() + fifth->size();
  third->Release();
  fourth->Release();
  fifth->Release();
  one->Release();
  other->Release();
  return result;
}

}  // namespace box
