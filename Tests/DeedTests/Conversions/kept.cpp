#include "counted.h"

namespace box {

// What is given away and read again stays a copy; what nobody reads any more moves.
class Holder {
 public:
  ~Holder() { Counted::SafeRelease(kept_); }
  void keep(Box *box) {
    Counted::SafeRelease(kept_);
    kept_ = box;
  }
  int size() const { return look(kept_); }

 private:
  Box *kept_ = NULL;
};

class Maker {
 public:
  ~Maker() {}
  void make(int size) { box_ = new Box(size); }
  void give(Holder *holder) { holder->keep(box_); }

 private:
  Box *box_ = NULL;
};

class Reader {
 public:
  ~Reader() {}
  void make(int size) {
    if (box_ == NULL) box_ = new Box(size);
  }
  void give(Holder *holder) { holder->keep(box_); }
  int size() const { return look(box_); }

 private:
  Box *box_ = NULL;
};

// A field that is set anew: what it held before was lost.
class Setter {
 public:
  ~Setter() { Counted::SafeRelease(box_); }
  void set(int size) { box_ = new Box(size); }
  int size() const { return look(box_); }

 private:
  Box *box_ = NULL;
};

// Whoever is shown the pointer may take the reference: it cannot be told that nobody does.
// raw: box::Shower::box_: it is handed out, and no destructor gives it up
class Shower {
 public:
  ~Shower() {}
  void make(int size) { box_ = new Box(size); }
  Box *box() const { return box_; }

 private:
  Box *box_ = NULL;
};

// raw: box::taken(box): without a reference of its own
int taken(int size) {
  Shower shower;
  shower.make(size);
  Box *box = shower.box();
  int result = look(box);
  box->Release();
  return result;
}

// A path that does not come back gives nothing up by hand.
[[noreturn]] void fail(int code) { throw code; }

int checked(int size) {
  Box *box = new Box(size);
  if (look(box) > 100) fail(look(box));
  int result = look(box);
  box->Release();
  return result;
}

int local(Holder *holder, int size) {
  Box *box = new Box(size);
  holder->keep(box);
  return look(box);
}

int moved(Holder *holder) {
  Maker maker;
  maker.make(1);
  maker.give(holder);
  return holder->size();
}

int read(Holder *holder) {
  Reader reader;
  reader.make(2);
  reader.give(holder);
  return reader.size() + holder->size();
}

int set() {
  Setter setter;
  setter.set(3);
  return setter.size();
}

int run() {
  Holder holder;
  int result = moved(&holder);
  result += read(&holder);
  result += set() + taken(5) + checked(6);
  return result + local(&holder, 4);
}

}  // namespace box
