#include "counted.h"

namespace box {

Box *make(int size) { return size > 0 ? new Box(size) : NULL; }

int run() {
  int total = 0;
  for (int i = 0; i < 3; ++i) {
    Box *box = make(i);
    Box *other = make(1);
    if (NULL == box) total += 1;
    if (box != NULL) total += 10;
    if (box) total += 100;
    if (!box) total += 1000;
    if (nullptr != box && box->size() > 1) total += 5;
    if (box == other) total += 10000;
    bool isThere = NULL != other;
    total += isThere ? 1 : 0;
    other->Release();
    Counted::SafeRelease(box);
  }
  return total;
}

}  // namespace box
