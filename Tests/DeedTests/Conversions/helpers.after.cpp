#include "counted.h"
#include "deed/counting.hpp"

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

int put(deed::Ref<Box> box) {
  int size = box->size();
  return size;
}

deed::Ref<Box> make(int size) {
  deed::Ref<Box> box(deed::adopt_ref(new Box(size)));
  if (box->size() > 3) return NULL;
  return box;
}

// A build with assertions reads it too.
int checked() {
  deed::Ref<Box> box(deed::adopt_ref(new Box(5)));
  CHECK(look(box.get()) == box->size());
  return look(box.get());
}

// raw: box::asked(box): text that is not compiled, or a macro, names it
int asked() {
  Auto<Box> box(new Box(6));
  CHECK(look(box.Reset()) > 0);
  return look(box.Value());
}

int run() {
  deed::Ref<Box> box(make(2));
  deed::Ref<Box> none(make(4));
  int total = look(box.get()) + look(none.get());
  return total + put(std::move(box)) + checked() + asked();
}

}  // namespace box
