#include "counted.h"
#include "deed/counting.hpp"

namespace box {

int ready(int size) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
  deed::Ref<Box> other = NULL;
  if (size > 1) other = deed::Ref<Box>::adopt(new Box(1));
  int alive = Counted::alive;
  // Its time matters: what follows counts who is alive.
  box = nullptr;
  alive = alive * 10 + Counted::alive;
  return alive;
}

int choose(int size) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
  if (size > 3) {}
  else {}
  return size;
}

int each(int count) {
  int total = 0;
  for (int i = 0; i < count; ++i) {
    deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(i));
    total += look(box.get());
  }
  return total;
}

int run() { return ready(1) + ready(2) + choose(2) + choose(4) + each(4); }

}  // namespace box
