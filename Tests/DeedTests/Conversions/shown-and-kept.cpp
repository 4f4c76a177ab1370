#include "counted.h"

namespace box {

class Holder {
 public:
  ~Holder() { Counted::SafeRelease(kept_); }
  void keep(Box *box) {
    Counted::SafeRelease(kept_);
    kept_ = box;
  }
  Box *box() const { return kept_; }

 private:
  Box *kept_ = NULL;
};

// A local that is shown what others hold stays a pointer, though it is given away: the reference for that is added before.
int pass(const Holder *from, Holder *to) {
  Box *box = from->box();
  int result = look(box);
  if (result > 100) return 0;
  box->AddRef();
  to->keep(box);
  return result + look(box);
}

int run() {
  Holder one;
  Holder other;
  one.keep(new Box(1));
  return pass(&one, &other) + look(other.box());
}

}  // namespace box
