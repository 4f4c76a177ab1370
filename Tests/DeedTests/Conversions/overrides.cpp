#include "counted.h"

namespace box {

class Maker {
 public:
  virtual ~Maker() {}
  // An override returns a derived class, which no smart pointer does.
  virtual Box *make() = 0;
  virtual Box *copy(Box *box) = 0;
};

class BigMaker : public Maker {
 public:
// raw: box::BigMaker::make(): an override returns another class
  BigBox *make() override { return new BigBox(1); }
  Box *copy(Box *box) override {
    Box *made = new Box(box->size());
    box->Release();
    return made;
  }
};

int run() {
  BigMaker big;
  Maker &maker = big;
  Box *box = maker.copy(maker.make());
  int size = box->size();
  box->Release();
  return size;
}

}  // namespace box
