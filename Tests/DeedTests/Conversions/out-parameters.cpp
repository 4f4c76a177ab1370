#include "counted.h"

namespace box {

void make(int size, Box **out) {
  if (size > 0) {
    *out = new Box(size);
  }
}

int fill(Box *&out, int size) {
  Box *box = new Box(size);
  int seen = look(box);
  out = box;
  return seen + look(out);
}

int run() {
  Box *none = NULL;
  make(0, &none);
  Box *box = NULL;
  make(2, &box);
  Box *other = NULL;
  int total = fill(other, 3);
  total += look(box) + look(other) + (none == NULL ? 1 : 0);
  other->Release();
  box->Release();
  Counted::SafeRelease(none);
  return total;
}

}  // namespace box
