#include "counted.h"

#define CHECK(condition) ((void)0)

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

// A build with assertions reads it too.
int checked() {
  Auto<Box> box(new Box(5));
  CHECK(look(box.Value()) == box->size());
  return look(box.Value());
}

// raw: box::asked(box): text that is not compiled, or a macro, names it
int asked() {
  Auto<Box> box(new Box(6));
  CHECK(look(box.Reset()) > 0);
  return look(box.Value());
}

int run() {
  Auto<Box> box(make(2));
  Auto<Box> none(make(4));
  int total = look(box.Value()) + look(none.Value());
  return total + put(box.Reset()) + checked() + asked();
}

}  // namespace box
