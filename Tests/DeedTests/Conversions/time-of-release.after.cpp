#include "counted.h"
#include "deed/counting.hpp"

#include <string>

namespace box {

// What is locked from here on, so that an end can tell whether it is.
int locked = 0;

class Lock {
 public:
  Lock() { ++locked; }
  ~Lock() { --locked; }
};

int endsUnderLock = 0;

class Watched : public Counted {
 public:
  ~Watched() {
    if (locked > 0) ++endsUnderLock;
  }
};

inline int look(const Watched *watched) { return watched == NULL ? 0 : 1; }

// A guard that is made after the object goes before it: the release has its time.
int guarded() {
  deed::Ref<Watched> one = deed::Ref<Watched>::adopt(new Watched());
  Lock lock;
  int sum = look(one.get());
  one = nullptr;
  return sum;
}

// A guard that is there before stays longer.
int inside() {
  Lock lock;
  deed::Ref<Watched> one = deed::Ref<Watched>::adopt(new Watched());
  int sum = look(one.get());
  return sum;
}

// Text tells nobody when it goes.
int named() {
  deed::Ref<Watched> one = deed::Ref<Watched>::adopt(new Watched());
  std::string name = "watched";
  int sum = look(one.get());
  return sum;
}

// Of fields those that are declared later go first.
class Early {
 public:
  Early() : one_(deed::adopt_ref(new Watched())) {}
  ~Early() { one_ = nullptr; }

 private:
  deed::Ref<Watched> one_;
  Lock lock_;
};

class Late {
 public:
  Late() : one_(deed::adopt_ref(new Watched())) {}
  ~Late() = default;

 private:
  Lock lock_;
  deed::Ref<Watched> one_;
};

int run() {
  int sum = guarded() + inside() + named();
  {
    Early early;
    Late late;
  }
  return sum * 10 + endsUnderLock;
}

}  // namespace box
