#include "counted.h"

// Compiled in another build only.
#define CHECKED(condition)

namespace box {

int put(Box *box, int size) {
  int total = box->size() + size;
  box->Release();
  return total;
}

// Arguments are evaluated in any order: a move could come before the use.
int both(int size) {
  Box *box = new Box(size);
  return put(box, box->size());
}

// The last use on each path is a move.
int either(int size) {
  Box *box = new Box(size);
  CHECKED(look(box) > 0 && (*box).size() > 0);
  if (size > 1) {
    return put(box, 1);
  }
  return put(box, 2);
}

int run() { return both(3) + either(1) + either(2); }

}  // namespace box
