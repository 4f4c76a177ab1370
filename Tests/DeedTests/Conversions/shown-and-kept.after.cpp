#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Holder {
 public:
  ~Holder() = default;
  void keep(deed::Ref<Box> box) {
    kept_ = std::move(box);
  }
  Box *box() const { return kept_.get(); }

 private:
  deed::Ref<Box> kept_ = NULL;
};

// A local that is shown what others hold stays a pointer, though it is given away: the reference for that is added before.
int pass(const Holder *from, Holder *to) {
  Box *box = from->box();
  int result = look(box);
  if (result > 100) return 0;
  to->keep(deed::retain_ref(box));
  return result + look(box);
}

int run() {
  Holder one;
  Holder other;
  one.keep(deed::adopt_ref(new Box(1)));
  return pass(&one, &other) + look(other.box());
}

}  // namespace box
