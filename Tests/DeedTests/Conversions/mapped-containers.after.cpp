#include "counted.h"
#include "deed/counting.hpp"

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

typedef box::Vector<deed::Ref<Box>> Boxes;

deed::Ref<Boxes> fill(Box *last) {
  deed::Ref<Boxes> boxes = deed::Ref<Boxes>::adopt(new Boxes());
  boxes->Append(deed::adopt_ref(new Box(1)));
  deed::Ref<Box> two = deed::Ref<Box>::adopt(new Box(2));
  boxes->Append(std::move(two));
  boxes->Append(deed::retain_ref(last));
  return boxes;
}

deed::Ref<Box> pick(Boxes *boxes, int index) {
  Box *box = (*boxes)[index].get();
  return deed::retain_ref(box);
}

int run() {
  deed::Ref<Box> last = deed::Ref<Box>::adopt(new Box(3));
  deed::Ref<Boxes> boxes = fill(last.get());
  last = nullptr;
  deed::Ref<Box> picked = pick(boxes.get(), 1);
  int total = look((*boxes)[0].get()) + picked->size() + look((*boxes)[2].get());
  boxes = nullptr;
  total += look(picked.get());
  return total;
}

}  // namespace box
