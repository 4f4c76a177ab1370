// Objects that keep a count, and how many of them are alive: nothing in here is converted.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace box {

class Counted {
 public:
  Counted() { ++alive; }
  virtual ~Counted() { --alive; }
  void AddRef() { ++count_; }
  void Release() {
    if (--count_ == 0) delete this;
  }
  static void SafeRelease(Counted *object) {
    if (object != NULL) object->Release();
  }
  static inline int alive = 0;

 private:
  int count_ = 1;
};

class Box : public Counted {
 public:
  explicit Box(int size) : size_(size) {}
  int size() const { return size_; }

 private:
  int size_;
};

class BigBox : public Box {
 public:
  explicit BigBox(int size) : Box(size * 100) {}
};

inline int look(const Box *box) { return box == NULL ? 0 : box->size(); }

}  // namespace box
