#include "counted.h"

namespace box {

// What nobody ends is not ended when the program ends either: only what is put in its place later ends it.
Box *current = NULL;
static Box *first = new Box(1);

class Registry {
 public:
  static Box *last;
};
Box *Registry::last = NULL;

void choose(Box *box) {
  if (current != NULL) current->Release();
  box->AddRef();
  current = box;
}

void keep(Box *box) {
  if (Registry::last != NULL) Registry::last->Release();
  Registry::last = box;
}

Box *take() {
  Box *box = Registry::last;
  Registry::last = NULL;
  return box;
}

void clear() {
  if (current != NULL) {
    current->Release();
    current = NULL;
  }
  if (first != NULL) {
    first->Release();
    first = NULL;
  }
}

int run() {
  Box *box = new Box(2);
  choose(box);
  int total = look(current) + first->size();
  choose(first);
  total += current->size() * 10;
  keep(box);
  Box *taken = take();
  total += taken->size() * 100;
  taken->Release();
  clear();
  return total + (current == NULL ? 1000 : 0);
}

}  // namespace box
