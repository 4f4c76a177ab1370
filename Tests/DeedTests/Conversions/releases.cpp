#include "counted.h"

namespace box {

int ready(int size) {
  Box *box = new Box(size);
  Box *other = NULL;
  if (size > 1) other = new Box(1);
  int alive = Counted::alive;
  // Its time matters: what follows counts who is alive.
  box->Release();
  alive = alive * 10 + Counted::alive;
  if (other != NULL) {
    other->Release();
  }
  return alive;
}

int choose(int size) {
  Box *box = new Box(size);
  if (size > 3)
    box->Release();
  else
    box->Release();
  return size;
}

int each(int count) {
  int total = 0;
  for (int i = 0; i < count; ++i) {
    Box *box = new Box(i);
    total += look(box);
    if (NULL != box) box->Release();
  }
  return total;
}

int run() { return ready(1) + ready(2) + choose(2) + choose(4) + each(4); }

}  // namespace box
