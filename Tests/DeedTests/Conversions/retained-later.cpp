#include "counted.h"

namespace box {

int noted = 0;
void note(const char *) { ++noted; }

class Holder {
  Box *box_;
  Box *late_;

public:
  // The reference is added after other things were done.
  explicit Holder(Box *box) : box_(box), late_(NULL) {
    note("made");
    if (box_) box_->AddRef();
  }

  ~Holder() {
    if (box_) box_->Release();
    if (late_) late_->Release();
  }

  void set(Box *box) {
    if (late_) late_->Release();
    late_ = box;
    note("set");
    if (late_) late_->AddRef();
  }

  int size() const { return look(box_) + look(late_); }
};

int run() {
  Box *box = new Box(3);
  Box *other = new Box(4);
  Holder holder(box);
  holder.set(other);
  holder.set(box);
  Holder none(NULL);
  int size = holder.size() + none.size() + noted;
  box->Release();
  other->Release();
  return size;
}

}  // namespace box
