#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// Objects whose counts begin at nothing: whoever has one adds the first reference.
class Table {
 public:
  explicit Table(int size) : size_(size) { ++Counted::alive; }
  void ref() { ++references_; }
  void unref() {
    --references_;
    if (references_ <= 0) delete this;
  }
  int size() const { return size_; }

 private:
  ~Table() { --Counted::alive; }
  int size_;
  int references_ = 0;
};

class Store : public Counted {
 public:
  explicit Store(int size) : now_(deed::retain_ref(new Table(size))), next_(NULL) { }
  ~Store() = default;

  int read() {
    deed::Ref<Table> now = now_;
    deed::Ref<Table> next = next_;
    int sum = now->size();
    if (next != NULL) sum += next->size();
    return sum;
  }

  void fill(int size) {
    next_ = nullptr;
    next_ = deed::retain_ref(new Table(size));
  }

 private:
  deed::Ref<Table> now_;
  deed::Ref<Table> next_;
};

int recovered(int count) {
  deed::Ref<Table> table = NULL;
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    if (table == NULL) {
      table = deed::retain_ref(new Table(i));
    }
    sum += table->size();
    if (i % 3 == 2) {
      table = NULL;
    }
  }
  if (table != NULL) {
    sum += table->size();
  }
  return sum;
}

int run() {
  deed::Ref<Store> store = deed::Ref<Store>::adopt(new Store(3));
  int sum = store->read();
  store->fill(4);
  store->fill(5);
  sum = sum * 10 + store->read();
  store = nullptr;
  return sum * 100 + recovered(8);
}

}  // namespace box
