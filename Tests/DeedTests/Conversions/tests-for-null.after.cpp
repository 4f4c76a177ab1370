#include "counted.h"
#include "deed/counting.hpp"

namespace box {

deed::Ref<Box> make(int size) { return size > 0 ? deed::adopt_ref(new Box(size)) : NULL; }

int run() {
  int total = 0;
  for (int i = 0; i < 3; ++i) {
    deed::Ref<Box> box = make(i);
    deed::Ref<Box> other = make(1);
    if (NULL == box) total += 1;
    if (box != NULL) total += 10;
    if (box) total += 100;
    if (!box) total += 1000;
    if (nullptr != box && box->size() > 1) total += 5;
    if (box == other) total += 10000;
    bool isThere = NULL != other;
    total += isThere ? 1 : 0;
  }
  return total;
}

}  // namespace box
