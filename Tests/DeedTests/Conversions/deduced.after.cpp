#include "counted.h"
#include "deed/counting.hpp"

namespace box {

deed::Ref<Box> make(int size) { return deed::adopt_ref(new Box(size)); }

// A type that is deduced is written out.
int deduced(int size) {
  deed::Ref<box::Box> first = make(size);
  deed::Ref<box::Box> second = make(size + 1);
  deed::Ref<const box::Box> third = make(size + 2);
  int result = look(first.get()) + look(second.get()) + look(third.get());
  return result;
}

int run() { return deduced(1); }

}  // namespace box
