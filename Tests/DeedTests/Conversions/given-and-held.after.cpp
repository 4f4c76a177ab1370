#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// Takes over what it is given.
int put(deed::Ref<Box> box) {
  int size = box->size();
  return size;
}

// Releases what it was given when it ends.
template <class T>
class Auto {
 public:
  Auto() : object_(NULL) {}
  ~Auto() {
    if (NULL != object_) object_->Release();
  }
  Auto &operator=(T *object) {
    object_ = object;
    return *this;
  }
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

class Holder {
 public:
  explicit Holder(deed::Ref<Box> box) : box_(std::move(box)) {}
  ~Holder() = default;

  // A view of what the field holds until it is retained, or something else is put in its place.
  int pass(bool isFresh) {
    Box *box = box_.get();
    if (isFresh) {
      box = new Box(box_->size() + 1);
    } else {
      box->AddRef();
    }
    return put(deed::adopt_ref(box));
  }

 private:
  deed::Ref<Box> box_;
};

// raw: box::Loaded::box_: it is given away here, and released with its object all the same
class Loaded {
 public:
  Loaded() : box_(NULL) {}
  ~Loaded() { Counted::SafeRelease(box_); }

  // The guard gives back what it took over once nothing can fail any more.
  int load(int size) {
    deed::Ref<Box> guard;
    box_ = new Box(size);
    guard = deed::adopt_ref(box_);
    int seen = look(guard.get()) + look(box_);
    (void) guard.detach();
    return seen;
  }

  int size() const { return look(box_); }

 private:
  Box *box_;
};

int run() {
  Holder holder(deed::adopt_ref(new Box(3)));
  Loaded loaded;
  int size = loaded.load(4);
  return size + loaded.size() + holder.pass(true) + holder.pass(false);
}

}  // namespace box
