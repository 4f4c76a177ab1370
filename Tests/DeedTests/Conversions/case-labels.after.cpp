#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// A jump to a later label may not pass over a smart pointer: braces end its scope before.
int under(int kind) {
  int result = 0;
  switch (kind) {
    case 1: {
      deed::Ref<Box> box;
      box = deed::Ref<Box>::adopt(new Box(3));
      result = look(box.get());
      break;
    }
    case 2:
    default:
      result = 7;
      break;
  }
  return result;
}

// The last label needs none.
int last(int kind) {
  switch (kind) {
    case 1: return 1;
    default:
      deed::Ref<Box> box;
      box = deed::Ref<Box>::adopt(new Box(kind));
      int result = look(box.get());
      return result;
  }
}

// A static local is a global that one function knows.
deed::Ref<Box> lazy() {
  static deed::StaticRef<Box> only = NULL;
  if (only == NULL) only = deed::adopt_ref(new Box(2));
  return only;
}

void forget() {}

int run() {
  int result = under(1) + under(2) + last(1) + last(5);
  return result;
}

}  // namespace box
