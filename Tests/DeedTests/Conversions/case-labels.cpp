#include "counted.h"

namespace box {

// A jump to a later label may not pass over a smart pointer: braces end its scope before.
int under(int kind) {
  int result = 0;
  switch (kind) {
    case 1:
      Box *box;
      box = new Box(3);
      result = look(box);
      box->Release();
      break;
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
      Box *box;
      box = new Box(kind);
      int result = look(box);
      box->Release();
      return result;
  }
}

// A static local is a global that one function knows.
Box *lazy() {
  static Box *only = NULL;
  if (only == NULL) only = new Box(2);
  only->AddRef();
  return only;
}

void forget() {}

int run() {
  int result = under(1) + under(2) + last(1) + last(5);
  return result;
}

}  // namespace box
