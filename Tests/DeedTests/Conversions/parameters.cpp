#include "counted.h"

namespace box {

int put(Box *box);

class Sink {
 public:
  virtual ~Sink() {}
  virtual int take(Box *box) = 0;
};

class Counter : public Sink {
 public:
  int take(Box *box) override;
};

int Counter::take(Box *box) {
  int size = box->size();
  box->Release();
  return size;
}

int put(Box *box) {
  Counter counter;
  Sink &sink = counter;
  return sink.take(box) + 1;
}

int run() {
  int total = put(new Box(1));
  Box *box = new Box(2);
  total += look(box);
  total += put(box);
  return total;
}

}  // namespace box
