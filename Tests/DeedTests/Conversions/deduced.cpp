#include "counted.h"

namespace box {

Box *make(int size) { return new Box(size); }

// A type that is deduced is written out.
int deduced(int size) {
  auto *first = make(size);
  auto second = make(size + 1);
  const auto *third = make(size + 2);
  int result = look(first) + look(second) + look(third);
  first->Release();
  second->Release();
  const_cast<Box *>(third)->Release();
  return result;
}

int run() { return deduced(1); }

}  // namespace box
