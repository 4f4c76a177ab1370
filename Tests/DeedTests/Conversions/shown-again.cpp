#include "counted.h"

namespace box {

class Pair : public Counted {
 public:
  Pair(Box *first, Box *second) : first_(first), second_(second) {}
  ~Pair() {
    first_->Release();
    second_->Release();
  }
  Box *operator[](int index) const { return index == 0 ? first_ : second_; }
  Box *first() const { return first_; }

 private:
  Box *first_;
  Box *second_;
};

// What a getter shows is retained, and then shown again to whoever keeps it.
Pair *swapped(const Pair *pair) {
  (*pair)[0]->AddRef();
  (*pair)[1]->AddRef();
  return new Pair((*pair)[1], (*pair)[0]);
}

int held(const Pair *pair) {
  pair->first()->AddRef();
  Box *box = pair->first();
  int result = look(box);
  box->Release();
  return result;
}

int run() {
  Pair *pair = new Pair(new Box(1), new Box(2));
  Pair *other = swapped(pair);
  int result = held(pair) * 100 + look((*other)[0]);
  pair->Release();
  other->Release();
  return result;
}

}  // namespace box
