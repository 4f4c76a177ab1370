#include "counted.h"

namespace box {

Box *make(int size) {
  if (size < 0) {
    return NULL;
  }
  return new Box(size);
}

Box *same(Box *box) {
  box->AddRef();
  return box;
}

Box *first(int size) {
  Box *box = make(size);
  return box;
}

int run() {
  Box *none = make(-1);
  int total = none == NULL ? 1 : 0;
  Box *box = first(3);
  Box *again = same(box);
  total += again->size();
  again->Release();
  total += box->size();
  box->Release();
  Counted::SafeRelease(none);
  return total;
}

}  // namespace box
