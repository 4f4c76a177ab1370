#include "counted.h"

namespace box {

// A container that says nothing of what it does with references.
template <class T>
class List {
  T items[8];
  int count = 0;

public:
  void push(const T &item) { items[count++] = item; }
  int size() const { return count; }
  T &operator[](int index) { return items[index]; }
};

class Shelf {
  List<Box *> boxes;

public:
  ~Shelf() {
    for (int i = 0; i < boxes.size(); ++i) boxes[i]->Release();
  }

  // The shelf has the reference: what is shown of it here has none.
  // raw: box::Shelf::add(1): it is set to what comes without a reference of its own
  bool add(int size, Box **shown) {
    Box *made = new Box(size);
    boxes.push(made);
    if (shown) *shown = made;
    return true;
  }
};

int run() {
  Shelf shelf;
  Box *seen = NULL;
  shelf.add(3, &seen);
  shelf.add(4, NULL);
  return look(seen);
}

}  // namespace box
