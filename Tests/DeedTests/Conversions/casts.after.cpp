#include "counted.h"
#include "deed/counting.hpp"

namespace box {

int put(deed::Ref<Box> box) {
  int size = box->size();
  return size;
}

BigBox *narrow(Box *box) { return static_cast<BigBox *>(box); }

deed::Ref<Box> wide(int size) { return deed::adopt_ref(new BigBox(size)); }

deed::Ref<BigBox> big(int size) {
  deed::Ref<Box> box = wide(size);
  return deed::static_ref_cast<BigBox>(std::move(box));
}

int run() {
  deed::Ref<BigBox> box = big(1);
  int total = look(static_cast<Box *>(box.get()));
  BigBox *seen = dynamic_cast<BigBox *>(static_cast<Box *>(box.get()));
  total += seen == NULL ? 0 : narrow(seen)->size();
  total += put(std::move(box));
  return total + put(deed::adopt_ref((Box *)big(2).detach()));
}

}  // namespace box
