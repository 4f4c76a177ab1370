#include "counted.h"

namespace box {
int run();
}

// What it came to, and how many objects are left over.
int main() {
  int result = box::run();
  std::printf("%d alive %d\n", result, box::Counted::alive);
  return box::Counted::alive == 0 ? 0 : 1;
}
