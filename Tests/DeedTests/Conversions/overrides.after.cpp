#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Maker {
 public:
  virtual ~Maker() {}
  // An override returns a derived class, which no smart pointer does.
  virtual Box *make() = 0;
  virtual deed::Ref<Box> copy(deed::Ref<Box> box) = 0;
};

class BigMaker : public Maker {
 public:
// raw: box::BigMaker::make(): an override returns another class
  BigBox *make() override { return new BigBox(1); }
  deed::Ref<Box> copy(deed::Ref<Box> box) override {
    deed::Ref<Box> made = deed::Ref<Box>::adopt(new Box(box->size()));
    return made;
  }
};

int run() {
  BigMaker big;
  Maker &maker = big;
  deed::Ref<Box> box = maker.copy(deed::adopt_ref(maker.make()));
  int size = box->size();
  return size;
}

}  // namespace box
