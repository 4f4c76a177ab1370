#include "counted.h"

namespace box {

template <class T>
void CleanupRelease(T *object) {
  object->Release();
}

// Ends what it holds by a function.
template <class T, void (*Cleanup)(T *)>
class List : public Counted {
 public:
  List() : count_(0) {}
  ~List() {
    for (int i = 0; i < count_; ++i) Cleanup(items_[i]);
  }
  void Append(T *item) { items_[count_++] = item; }
  T *operator[](int index) const { return items_[index]; }
  int size() const { return count_; }

 private:
  T *items_[8];
  int count_;
};

// Holds what releases itself.
template <class T>
class Vector : public Counted {
 public:
  Vector() : count_(0) {}
  void Append(T item) { items_[count_++] = static_cast<T &&>(item); }
  const T &operator[](int index) const { return items_[index]; }
  int size() const { return count_; }

 private:
  T items_[8];
  int count_;
};

typedef List<Box, CleanupRelease> Boxes;

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
