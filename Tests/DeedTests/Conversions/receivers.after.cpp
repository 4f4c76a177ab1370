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

int run() {
  deed::Ref<Shape> dot = deed::Ref<Shape>::adopt(new Dot());
  deed::Ref<Shape> line = deed::Ref<Shape>::adopt(new Line(10));
  deed::Ref<Shape> mark = deed::Ref<Shape>::adopt(new Mark());
  deed::Ref<Shape> one = dot->copy();
  deed::Ref<Shape> two = line->copy();
  deed::Ref<Shape> three = mark->copy();
  int total = one->size() + two->size() + three->size();
  return total;
}

}  // namespace box
