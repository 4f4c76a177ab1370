#include "counted.h"

namespace box {

// Gives up what it holds: it stays raw, so that what goes in is handed over and what comes out is borrowed.
template <class T>
class List : public Counted {
 public:
  List() : count_(0) {}
  ~List() {
    for (int i = 0; i < count_; ++i) items_[i]->Release();
  }
  void Append(T *item) { items_[count_++] = item; }
  T *operator[](int index) const { return items_[index]; }
  int size() const { return count_; }

 private:
  T *items_[8];
  int count_;
};

typedef List<Box> Boxes;

Boxes *fill(Box *last) {
  Boxes *boxes = new Boxes();
  boxes->Append(new Box(1));
  Box *two = new Box(2);
  boxes->Append(two);
  last->AddRef();
  boxes->Append(last);
  return boxes;
}

Box *pick(Boxes *boxes, int index) {
  Box *box = (*boxes)[index];
  box->AddRef();
  return box;
}

int run() {
  Box *last = new Box(3);
  Boxes *boxes = fill(last);
  last->Release();
  Box *picked = pick(boxes, 1);
  int total = look((*boxes)[0]) + picked->size() + look((*boxes)[2]);
  boxes->Release();
  total += look(picked);
  picked->Release();
  return total;
}

}  // namespace box
