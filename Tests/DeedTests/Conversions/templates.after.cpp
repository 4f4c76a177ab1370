#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Bag : public Counted {
 public:
  explicit Bag(int size) : size_(size) {}
  int size() const { return size_; }

 private:
  int size_;
};

// One text for all that it is made for.
template <class T>
deed::Ref<T> make(int size) {
  deed::Ref<T> object = deed::Ref<T>::adopt(new T(size));
  return object;
}

template <class T>
int measure(deed::Ref<T> object) {
  int size = object->size();
  return size;
}

template <class T>
class Holder {
 public:
  explicit Holder(deed::Ref<T> object) : object_(std::move(object)) {}
  ~Holder() = default;
  int size() const { return object_->size(); }
  deed::Ref<T> share() const {
    return object_;
  }

 private:
  deed::Ref<T> object_;
};

// Something that counts nothing.
struct Plain {
  int size() const { return 7; }
  void Release() {}
};

// raw: box::close(0): it belongs to a template that is also made for what is not converted
template <class T>
int close(T *object) {
  int size = object->size();
  object->Release();
  return size;
}

int run() {
  Plain plain;
  deed::Ref<Box> box = make<Box>(1);
  deed::Ref<Bag> bag = make<Bag>(2);
  Holder<Box> boxes(make<Box>(3));
  Holder<Bag> bags(std::move(bag));
  deed::Ref<Bag> shared = bags.share();
  int total = box->size() + shared->size() + boxes.size() + bags.size();
  shared = nullptr;
  total += measure(std::move(box)) + measure(make<Bag>(40));
  return total + close(new Box(500)) + close(&plain);
}

}  // namespace box
