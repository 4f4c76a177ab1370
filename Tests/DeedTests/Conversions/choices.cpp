#include "counted.h"

namespace box {

Box *make(int size) { return size > 0 ? new Box(size) : NULL; }

// Whichever it is gets a reference of its own.
Box *choose(bool first, Box *one, Box *two) {
  Box *chosen = first ? one : two;
  chosen->AddRef();
  return chosen;
}

int put(Box *box) {
  int size = look(box);
  Counted::SafeRelease(box);
  return size;
}

int run() {
  int total = 0;
  for (int i = 0; i < 3; ++i) {
    Box *box = make(i);
    total += look(i == 1 ? box : NULL);
    Box *other = new Box(9);
    total += look(i == 0 ? box : other);
    Box *kept = choose(i == 0, other, other);
    total += put(i == 2 ? kept : kept);
    total += put(box);
    other->Release();
  }
  return total;
}

}  // namespace box
