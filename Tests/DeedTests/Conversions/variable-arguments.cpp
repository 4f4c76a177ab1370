#include "counted.h"

namespace box {

int total(int count, ...) {
  va_list list;
  va_start(list, count);
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += look(va_arg(list, Box *));
  va_end(list);
  return sum;
}

int run() {
  Box *one = new Box(1);
  Box *two = new Box(2);
  int sum = total(2, one, two);
  two->Release();
  one->Release();
  return sum;
}

}  // namespace box
