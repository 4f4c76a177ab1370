#include "counted.h"
#include "deed/counting.hpp"

namespace box {

int noted = 0;
void note(const char *) { ++noted; }

class Holder {
  deed::Ref<Box> box_;
  deed::Ref<Box> late_;

public:
  // The reference is added after other things were done.
  explicit Holder(Box *box) : box_(deed::retain_ref(box)), late_(NULL) {
    note("made");
  }

  ~Holder() = default;

  void set(Box *box) {
    late_ = deed::retain_ref(box);
    note("set");
  }

  int size() const { return look(box_.get()) + look(late_.get()); }
};

int run() {
  deed::Ref<Box> box = deed::Ref<Box>::adopt(new Box(3));
  deed::Ref<Box> other = deed::Ref<Box>::adopt(new Box(4));
  Holder holder(box.get());
  holder.set(other.get());
  holder.set(box.get());
  Holder none(NULL);
  int size = holder.size() + none.size() + noted;
  return size;
}

}  // namespace box
