#include "counted.h"

namespace box {

class Shelf : public Counted {
 public:
  Shelf(Box *left, Box *right) : left_(left), right_(right), last_(NULL) { right_->AddRef(); }
  ~Shelf() {
    left_->Release();
    right_->Release();
    Counted::SafeRelease(last_);
  }

  Box *left() const { return left_; }

  Box *share() {
    right_->AddRef();
    return right_;
  }

  void replace(Box *left) {
    left_->Release();
    left_ = left;
  }

  Box *last() {
    if (NULL == last_) {
      last_ = new Box(left_->size());
    }
    return last_;
  }

  void forget() {
    if (NULL != last_) {
      last_->Release();
      last_ = NULL;
    }
  }

  Box *give() {
    Box *last = last_;
    last_ = NULL;
    return last;
  }

 private:
  Box *left_;
  Box *right_;
  Box *last_;
};

int run() {
  Box *right = new Box(2);
  Shelf *shelf = new Shelf(new Box(1), right);
  shelf->replace(new Box(5));
  Box *shared = shelf->share();
  int total = look(shelf->left()) + shared->size() + shelf->last()->size();
  shared->Release();
  shelf->forget();
  total += look(shelf->last());
  Box *given = shelf->give();
  total += look(given);
  given->Release();
  right->Release();
  shelf->Release();
  return total;
}

}  // namespace box
