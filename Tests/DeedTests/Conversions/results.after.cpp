#include "counted.h"
#include "deed/counting.hpp"

namespace box {

deed::Ref<Box> make(int size) {
  if (size < 0) {
    return NULL;
  }
  return deed::adopt_ref(new Box(size));
}

deed::Ref<Box> same(Box *box) {
  return deed::retain_ref(box);
}

deed::Ref<Box> first(int size) {
  deed::Ref<Box> box = make(size);
  return box;
}

int run() {
  deed::Ref<Box> none = make(-1);
  int total = none == NULL ? 1 : 0;
  deed::Ref<Box> box = first(3);
  deed::Ref<Box> again = same(box.get());
  total += again->size();
  again = nullptr;
  total += box->size();
  return total;
}

}  // namespace box
