#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Shelf;

// What is counted may be a class inside of another, whose name is no namespace's.
class Shelf {
 public:
  class Part {
   public:
    explicit Part(int size) : size_(size) {}
    void up() { ++count_; }
    void down() {
      if (--count_ == 0) delete this;
    }
    int size() const { return size_; }

   private:
    int size_;
    int count_ = 1;
  };

  ~Shelf() = default;
  void set(deed::Ref<Part> part) { part_ = std::move(part); }
  int size() const { return part_->size(); }

 private:
  deed::Ref<Part> part_ = NULL;
};

int run() {
  Shelf shelf;
  deed::Ref<Shelf::Part> part = deed::Ref<Shelf::Part>::adopt(new Shelf::Part(3));
  shelf.set(part);
  int total = part->size() + shelf.size();
  return total;
}

}  // namespace box
