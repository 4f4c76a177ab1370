#include "counted.h"
#include "deed/counting.hpp"

namespace box {

deed::Ref<Box> make(int size) { return size > 0 ? deed::adopt_ref(new Box(size)) : NULL; }

// Whichever it is gets a reference of its own.
deed::Ref<Box> choose(bool first, Box *one, Box *two) {
  Box *chosen = first ? one : two;
  return deed::retain_ref(chosen);
}

int put(deed::Ref<Box> box) {
  int size = look(box.get());
  return size;
}

int run() {
  int total = 0;
  for (int i = 0; i < 3; ++i) {
    deed::Ref<Box> box = make(i);
    total += look(i == 1 ? box.get() : NULL);
    deed::Ref<Box> other = deed::Ref<Box>::adopt(new Box(9));
    total += look(i == 0 ? box.get() : other.get());
    deed::Ref<Box> kept = choose(i == 0, other.get(), other.get());
    total += put(std::move(i == 2 ? kept : kept));
    total += put(std::move(box));
  }
  return total;
}

}  // namespace box
