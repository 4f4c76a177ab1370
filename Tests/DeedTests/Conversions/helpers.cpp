#include "counted.h"

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

int put(Box *box) {
  int size = box->size();
  box->Release();
  return size;
}

Box *make(int size) {
  Auto<Box> box(new Box(size));
  if (box->size() > 3) return NULL;
  return box.Reset();
}

int run() {
  Auto<Box> box(make(2));
  Auto<Box> none(make(4));
  int total = look(box.Value()) + look(none.Value());
  return total + put(box.Reset());
}

}  // namespace box
