#include "counted.h"
#include "deed/counting.hpp"

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
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  deed::Ref<Box> two = deed::Ref<Box>::adopt(new Box(2));
  int sum = total(2, one.get(), two.get());
  return sum;
}

}  // namespace box
