#include "counted.h"

namespace box {

Box *make(int size) { return new Box(size); }

class Pair : public Counted {
 public:
  explicit Pair(int size) : left_(new Box(size)), right_(new Box(size + 1)) {}
  ~Pair() {
    left_->Release();
    right_->Release();
  }
  int size() const { return left_->size() + right_->size(); }

 private:
  Box *left_, *right_;
};

int alike(int size) {
  Box *one = make(size), *two = make(2 * size);
  int total = one->size() + two->size();
  one->Release();
  two->Release();
  return total;
}

int unlike(const Pair *pair, Box *given) {
  Box* mine = make(pair->size()), * other = given;
  static const int factor = 2;
  int total = factor * mine->size() + other->size();
  mine->Release();
  return total;
}

int later(int size) {
  Box *shown = NULL, *first, *second;
  first = make(size);
  second = make(size);
  shown = first;
  int total = look(shown) + look(second);
  first->Release();
  second->Release();
  return total;
}

// raw: box::mixed(box): several declarators share its type, and more than the type
int mixed(int size) {
  Box *box = make(size), **place = NULL;
  int total = place == NULL ? box->size() : 0;
  box->Release();
  return total;
}

int run() {
  Pair *pair = new Pair(1);
  Box *given = make(50);
  int total = alike(3) + unlike(pair, given) + later(4) + mixed(5);
  pair->Release();
  given->Release();
  return total;
}

}  // namespace box
