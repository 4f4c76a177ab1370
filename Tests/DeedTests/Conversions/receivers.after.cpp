#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Shape : public Counted {
 public:
  explicit Shape(int size) : size_(size) {}
  virtual deed::Ref<Shape> copy() = 0;
  int size() const { return size_; }

 protected:
  int size_;
};

// What does not change is its own copy.
class Dot : public Shape {
 public:
  Dot() : Shape(1) {}
  deed::Ref<Shape> copy() override {
    return deed::retain_ref(this);
  }
};

class Line : public Shape {
 public:
  explicit Line(int size) : Shape(size) {}
  deed::Ref<Shape> copy() override { return deed::adopt_ref(new Line(size_ + 1)); }
};

class Mark : public Shape {
 public:
  Mark() : Shape(5) {}
  deed::Ref<Shape> copy() override {
    return deed::retain_ref(this);
  }
};

int measure(Shape *shape) {
  deed::Ref<Shape> other = shape->copy();
  int size = other->size();
  return size;
}

int run() {
  Shape *dot = new Dot();
  Shape *line = new Line(10);
  Shape *mark = new Mark();
  int total = measure(dot) + measure(line) + measure(mark);
  dot->Release();
  line->Release();
  mark->Release();
  return total;
}

}  // namespace box
