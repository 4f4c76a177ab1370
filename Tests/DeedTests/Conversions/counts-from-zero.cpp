#include "counted.h"

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
  explicit Store(int size) : now_(new Table(size)), next_(NULL) { now_->ref(); }
  ~Store() {
    if (now_ != NULL) now_->unref();
    if (next_ != NULL) next_->unref();
  }

  int read() {
    Table *now = now_;
    Table *next = next_;
    now->ref();
    if (next != NULL) next->ref();
    int sum = now->size();
    if (next != NULL) sum += next->size();
    now->unref();
    if (next != NULL) next->unref();
    return sum;
  }

  void fill(int size) {
    if (next_ != NULL) next_->unref();
    next_ = new Table(size);
    next_->ref();
  }

 private:
  Table *now_;
  Table *next_;
};

int recovered(int count) {
  Table *table = NULL;
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    if (table == NULL) {
      table = new Table(i);
      table->ref();
    }
    sum += table->size();
    if (i % 3 == 2) {
      table->unref();
      table = NULL;
    }
  }
  if (table != NULL) {
    sum += table->size();
    table->unref();
  }
  return sum;
}

int run() {
  Store *store = new Store(3);
  int sum = store->read();
  store->fill(4);
  store->fill(5);
  sum = sum * 10 + store->read();
  store->Release();
  return sum * 100 + recovered(8);
}

}  // namespace box
