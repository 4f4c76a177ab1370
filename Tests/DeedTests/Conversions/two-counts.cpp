#include "counted.h"

namespace box {

// A count of its own beside its base's: a pointer's type does not say which of them it is for.
class Engine : public Counted {
 public:
  void hold() { ++holders_; }
  void drop() {
    if (--holders_ == 0) delete this;
  }

 private:
  int holders_ = 1;
};

// raw: box::run(engine): its objects have two counts, one by 'hold' and one by 'AddRef'
int run() {
  Engine *engine = new Engine();
  engine->hold();
  engine->drop();
  engine->drop();
  return Counted::alive;
}

}  // namespace box
