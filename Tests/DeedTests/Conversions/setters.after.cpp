#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// Counts that change what is constant otherwise.
class Item {
 public:
  explicit Item(int size) : size_(size) { ++Counted::alive; }
  virtual ~Item() { --Counted::alive; }
  void grab() const { ++count_; }
  void drop() const {
    if (--count_ == 0) delete this;
  }
  int size() const { return size_; }

 private:
  mutable int count_ = 1;
  int size_;
};

// What is set may be what is there already: it must not end before it is retained.
class Holder {
 public:
  ~Holder() = default;

  void set(Item *item) {
    item_ = deed::retain_ref(item);
  }

  void put(Item *item) {
    item_ = deed::retain_ref(item);
    puts_ += 1;
  }

  Item *item() const { return item_.get(); }

 private:
  deed::Ref<Item> item_ = NULL;
  int puts_ = 0;
};

int run() {
  Holder holder;
  deed::Ref<Item> first = deed::Ref<Item>::adopt(new Item(3));
  holder.set(first.get());
  first = nullptr;
  holder.set(holder.item());
  int total = holder.item()->size();
  deed::Ref<Item> second = deed::Ref<Item>::adopt(new Item(4));
  holder.put(second.get());
  second = nullptr;
  holder.put(holder.item());
  return total + holder.item()->size();
}

}  // namespace box
