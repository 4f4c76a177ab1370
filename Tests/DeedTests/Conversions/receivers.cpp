#include "counted.h"

namespace box {

class Shape : public Counted {
 public:
  explicit Shape(int size) : size_(size) {}
  virtual Shape *copy() = 0;
  int size() const { return size_; }

 protected:
  int size_;
};

// What does not change is its own copy.
class Dot : public Shape {
 public:
  Dot() : Shape(1) {}
  Shape *copy() override {
    this->AddRef();
    return this;
  }
};

class Line : public Shape {
 public:
  explicit Line(int size) : Shape(size) {}
  Shape *copy() override { return new Line(size_ + 1); }
};

class Mark : public Shape {
 public:
  Mark() : Shape(5) {}
  Shape *copy() override {
    AddRef();
    return this;
  }
};

int run() {
  Shape *dot = new Dot();
  Shape *line = new Line(10);
  Shape *mark = new Mark();
  Shape *one = dot->copy();
  Shape *two = line->copy();
  Shape *three = mark->copy();
  int total = one->size() + two->size() + three->size();
  three->Release();
  two->Release();
  one->Release();
  dot->Release();
  line->Release();
  mark->Release();
  return total;
}

}  // namespace box
