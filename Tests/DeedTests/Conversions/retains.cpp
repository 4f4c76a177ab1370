#include "counted.h"

namespace box {

class Pair : public Counted {
 public:
  Pair(Box *one, Box *two) : one_(one), two_(two) {}
  ~Pair() {
    one_->Release();
    Counted::SafeRelease(two_);
  }
  Box *one() const { return one_; }
  Box *two() const { return two_; }

 private:
  Box *one_;
  Box *two_;
};

// Added before it is passed; the second one only where there is one.
Pair *pair(Box *one, Box *two) {
  one->AddRef();
  if (NULL != two) {
    two->AddRef();
  }
  return new Pair(one, two);
}

// Of what somebody else holds, and of what is held here.
Pair *twice(Pair *other) {
  Box *one = other->one();
  one->AddRef();
  Box *mine = new Box(7);
  mine->AddRef();
  Pair *made = new Pair(one, mine);
  int size = look(mine);
  mine->Release();
  return size > 0 ? made : made;
}

int run() {
  Box *box = new Box(3);
  Pair *made = pair(box, NULL);
  Pair *other = twice(made);
  int total = look(made->one()) + look(made->two()) + look(other->one()) + look(other->two());
  other->Release();
  made->Release();
  box->Release();
  return total;
}

}  // namespace box
