#include "counted.h"

namespace box {

int put(Box *box) {
  int size = box->size();
  box->Release();
  return size;
}

BigBox *narrow(Box *box) { return static_cast<BigBox *>(box); }

Box *wide(int size) { return new BigBox(size); }

BigBox *big(int size) {
  Box *box = wide(size);
  return static_cast<BigBox *>(box);
}

int run() {
  BigBox *box = big(1);
  int total = look(static_cast<Box *>(box));
  BigBox *seen = dynamic_cast<BigBox *>(static_cast<Box *>(box));
  total += seen == NULL ? 0 : narrow(seen)->size();
  total += put(box);
  return total + put((Box *)big(2));
}

}  // namespace box
