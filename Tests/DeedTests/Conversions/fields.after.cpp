#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Shelf : public Counted {
 public:
  Shelf(deed::Ref<Box> left, Box *right) : left_(std::move(left)), right_(deed::retain_ref(right)), last_(NULL) { }
  ~Shelf() = default;

  Box *left() const { return left_.get(); }

  deed::Ref<Box> share() {
    return right_;
  }

  void replace(deed::Ref<Box> left) {
    left_ = std::move(left);
  }

  Box *last() {
    if (NULL == last_) {
      last_ = deed::adopt_ref(new Box(left_->size()));
    }
    return last_.get();
  }

  void forget() {
    if (NULL != last_) {
      last_ = NULL;
    }
  }

  deed::Ref<Box> give() {
    deed::Ref<Box> last = std::move(last_);
    last_ = NULL;
    return last;
  }

 private:
  deed::Ref<Box> left_;
  deed::Ref<Box> right_;
  deed::Ref<Box> last_;
};

int run() {
  deed::Ref<Box> right = deed::Ref<Box>::adopt(new Box(2));
  deed::Ref<Shelf> shelf = deed::Ref<Shelf>::adopt(new Shelf(deed::adopt_ref(new Box(1)), right.get()));
  shelf->replace(deed::adopt_ref(new Box(5)));
  deed::Ref<Box> shared = shelf->share();
  int total = look(shelf->left()) + shared->size() + shelf->last()->size();
  shared = nullptr;
  shelf->forget();
  total += look(shelf->last());
  deed::Ref<Box> given = shelf->give();
  total += look(given.get());
  return total;
}

}  // namespace box
