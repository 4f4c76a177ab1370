#include "counted.h"
#include "deed/counting.hpp"

// Compiled in another build only.
#define CHECKED(condition)

namespace box {

int put(deed::Ref<Box> box, int size) {
  int total = box->size() + size;
  return total;
}

// Arguments are evaluated in any order: a move could come before the use.
int both(int size) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
  return put(box, box->size());
}

// The last use on each path is a move.
int either(int size) {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(size));
  CHECKED(look(box.get()) > 0 && (*box).size() > 0);
  if (size > 1) {
    return put(std::move(box), 1);
  }
  return put(std::move(box), 2);
}

int run() { return both(3) + either(1) + either(2); }

}  // namespace box
