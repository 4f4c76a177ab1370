#include "counted.h"

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
  ~Holder() {
    if (item_) item_->drop();
  }

  void set(Item *item) {
    if (item) item->grab();
    if (item_) item_->drop();
    item_ = item;
  }

  void put(Item *item) {
    item->grab();
    if (item_ != NULL) {
      item_->drop();
    }
    item_ = item;
    puts_ += 1;
  }

  Item *item() const { return item_; }

 private:
  Item *item_ = NULL;
  int puts_ = 0;
};

int run() {
  Holder holder;
  Item *first = new Item(3);
  holder.set(first);
  first->drop();
  holder.set(holder.item());
  int total = holder.item()->size();
  Item *second = new Item(4);
  holder.put(second);
  second->drop();
  holder.put(holder.item());
  return total + holder.item()->size();
}

}  // namespace box
