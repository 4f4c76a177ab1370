#include "counted.h"
#include "deed/counting.hpp"

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

deed::Ref<Boxes> fill(Box *last) {
  deed::Ref<Boxes> boxes = deed::Ref<Boxes>::adopt(new Boxes());
  boxes->Append(new Box(1));
  deed::Ref<Box> two = deed::Ref<Box>::adopt(new Box(2));
  boxes->Append(two.detach());
  last->AddRef();
  boxes->Append(last);
  return boxes;
}

deed::Ref<Box> pick(Boxes *boxes, int index) {
  Box *box = (*boxes)[index];
  return deed::retain_ref(box);
}

int run() {
  deed::Ref<Box> last = deed::Ref<Box>::adopt(new Box(3));
  deed::Ref<Boxes> boxes = fill(last.get());
  last = nullptr;
  deed::Ref<Box> picked = pick(boxes.get(), 1);
  int total = look((*boxes)[0]) + picked->size() + look((*boxes)[2]);
  boxes = nullptr;
  total += look(picked.get());
  return total;
}

}  // namespace box
