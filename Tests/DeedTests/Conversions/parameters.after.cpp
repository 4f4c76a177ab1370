#include "counted.h"
#include "deed/counting.hpp"

namespace box {

int put(deed::Ref<Box> box);

class Sink {
 public:
  virtual ~Sink() {}
  virtual int take(deed::Ref<Box> box) = 0;
};

class Counter : public Sink {
 public:
  int take(deed::Ref<Box> box) override;
};

int Counter::take(deed::Ref<Box> box) {
  int size = box->size();
  return size;
}

int put(deed::Ref<Box> box) {
  Counter counter;
  Sink &sink = counter;
  return sink.take(std::move(box)) + 1;
}

int run() {
  int total = put(deed::adopt_ref(new Box(1)));
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(2));
  total += look(box.get());
  total += put(std::move(box));
  return total;
}

}  // namespace box
