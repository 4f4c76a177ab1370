#include "counted.h"

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

  ~Shelf() { part_->down(); }
  void set(Part *part) { part_ = part; }
  int size() const { return part_->size(); }

 private:
  Part *part_ = NULL;
};

int run() {
  Shelf shelf;
  Shelf::Part *part = new Shelf::Part(3);
  part->up();
  shelf.set(part);
  int total = part->size() + shelf.size();
  part->down();
  return total;
}

}  // namespace box
