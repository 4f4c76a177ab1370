#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// Releases what it was given when it ends.
template <class T>
class Auto {
 public:
  Auto() : object_(NULL) {}
  explicit Auto(T *object) : object_(object) {}
  ~Auto() {
    if (NULL != object_) object_->Release();
  }
  T *operator->() { return object_; }
  T *Value() { return object_; }
  T *Reset() {
    T *object = object_;
    object_ = NULL;
    return object;
  }

 private:
  Auto(const Auto &);
  T *object_;
};

int put(deed::Ref<Box> box) {
  int size = box->size();
  return size;
}

deed::Ref<Box> make(int size) {
  deed::Ref<Box> box(deed::adopt_ref(new Box(size)));
  if (box->size() > 3) return NULL;
  return box;
}

int run() {
  deed::Ref<Box> box(make(2));
  deed::Ref<Box> none(make(4));
  int total = look(box.get()) + look(none.get());
  return total + put(std::move(box));
}

}  // namespace box
