#include "counted.h"

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
  Watched *one = new Watched();
  Lock lock;
  int sum = look(one);
  one->Release();
  return sum;
}

// A guard that is there before stays longer.
int inside() {
  Lock lock;
  Watched *one = new Watched();
  int sum = look(one);
  one->Release();
  return sum;
}

// Text tells nobody when it goes.
int named() {
  Watched *one = new Watched();
  std::string name = "watched";
  int sum = look(one);
  one->Release();
  return sum;
}

// Of fields those that are declared later go first.
class Early {
 public:
  Early() : one_(new Watched()) {}
  ~Early() { one_->Release(); }

 private:
  Watched *one_;
  Lock lock_;
};

class Late {
 public:
  Late() : one_(new Watched()) {}
  ~Late() { one_->Release(); }

 private:
  Lock lock_;
  Watched *one_;
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
