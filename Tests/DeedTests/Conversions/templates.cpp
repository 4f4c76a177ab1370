#include "counted.h"

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
T *make(int size) {
  T *object = new T(size);
  return object;
}

template <class T>
int measure(T *object) {
  int size = object->size();
  object->Release();
  return size;
}

template <class T>
class Holder {
 public:
  explicit Holder(T *object) : object_(object) {}
  ~Holder() { object_->Release(); }
  int size() const { return object_->size(); }
  T *share() const {
    object_->AddRef();
    return object_;
  }

 private:
  T *object_;
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
  Box *box = make<Box>(1);
  Bag *bag = make<Bag>(2);
  Holder<Box> boxes(make<Box>(3));
  Holder<Bag> bags(bag);
  Bag *shared = bags.share();
  int total = box->size() + shared->size() + boxes.size() + bags.size();
  shared->Release();
  total += measure(box) + measure(make<Bag>(40));
  return total + close(new Box(500)) + close(&plain);
}

}  // namespace box
