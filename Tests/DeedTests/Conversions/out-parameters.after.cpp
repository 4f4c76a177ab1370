#include "counted.h"
#include "deed/counting.hpp"

namespace box {

void make(int size, deed::Ref<Box> *out) {
  if (size > 0) {
    *out = deed::adopt_ref(new Box(size));
  }
}

int fill(deed::Ref<Box> &out, int size) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
  int seen = look(box.get());
  out = std::move(box);
  return seen + look(out.get());
}

int run() {
  deed::Ref<Box> none = NULL;
  make(0, &none);
  deed::Ref<Box> box = NULL;
  make(2, &box);
  deed::Ref<Box> other = NULL;
  int total = fill(other, 3);
  total += look(box.get()) + look(other.get()) + (none == NULL ? 1 : 0);
  return total;
}

}  // namespace box
