#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// What nobody ends is not ended when the program ends either: only what is put in its place later ends it.
deed::StaticRef<Box> current = NULL;
static deed::StaticRef<Box> first = deed::adopt_ref(new Box(1));

class Registry {
 public:
  static deed::StaticRef<Box> last;
};
deed::StaticRef<Box> Registry::last = NULL;

void choose(Box *box) {
  current = nullptr;
  current = deed::retain_ref(box);
}

void keep(deed::Ref<Box> box) {
  Registry::last = std::move(box);
}

deed::Ref<Box> take() {
  deed::Ref<Box> box = std::move(Registry::last);
  Registry::last = NULL;
  return box;
}

void clear() {
  if (current != NULL) {
    current = NULL;
  }
  if (first != NULL) {
    first = NULL;
  }
}

int run() {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(2));
  choose(box.get());
  int total = look(current.get()) + first->size();
  choose(first.get());
  total += current->size() * 10;
  keep(std::move(box));
  deed::Ref<Box> taken = take();
  total += taken->size() * 100;
  taken = nullptr;
  clear();
  return total + (current == NULL ? 1000 : 0);
}

}  // namespace box
