// Intrusive counts in C++, whatever the methods are called.
#include <atomic>
#include <cstdlib>
#include <new>

class Lantern {
 public:
  Lantern() : glow_(1) {}
  void brighten() { ++glow_; }  //> retains the object
  void dim() {  //> releases the object
    if (--glow_ == 0) delete this;
  }

 protected:
  virtual ~Lantern() {}

 private:
  unsigned glow_;
};

class Candle : public Lantern {
 public:
  Candle *next = nullptr;
};

template <class T>
inline void snuff(T *p) {  //> releases, unless it is null, argument 0
  if (p) p->dim();
}
void use(Candle *c) { snuff(c); }  //> releases, unless it is null, argument 0

// Atomic, const, in a base, ended by a virtual method.
class Body {
 public:
  void pull() const { mass_.fetch_add(1, std::memory_order_relaxed); }  //> retains the object
  bool push() const {  //> releases the object
    if (mass_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      vanish();
      return true;
    }
    return false;
  }
  virtual void vanish() const { delete this; }
  virtual ~Body() {}

 private:
  mutable std::atomic<int> mass_{1};
};
class Moon : public Body {};

// Once more for each instantiation, by the derived class.
template <class Derived>
class Counted {
 public:
  void in() { ++n_; }  //> retains the object
  void out() {  //> releases the object
    if (n_-- == 1) delete static_cast<Derived *>(this);
  }

 private:
  int n_ = 1;
};
class Coin : public Counted<Coin> {};
class Note : public Counted<Note> {};
void spend(Coin *c, Note *n) {
  c->in();
  c->out();
  n->in();
  n->out();
}

// An interface without a count, and what implements it; destructor and memory apart.
struct Port {
  virtual unsigned long moor() = 0;  //> retains the object
  virtual unsigned long sail() = 0;  //> releases the object
};
class Harbour : public Port {
 public:
  unsigned long moor() override { return ++ships_; }  //> retains the object
  unsigned long sail() override {  //> releases the object
    unsigned long left = --ships_;
    if (!left) {
      this->~Harbour();
      std::free(this);
    }
    return left;
  }
  virtual ~Harbour() {}

 private:
  unsigned long ships_ = 1;
};

// A count in a nested struct, reached by static functions.
class Garden {
  struct Inner {
    int gates = 1;
  } inner_;

 public:
  static void enter(Garden *g) { g->inner_.gates++; }  //> retains argument 0
  static void leave(Garden *g) {  //> releases, unless it is null, argument 0
    if (g != nullptr && --g->inner_.gates == 0) delete g;
  }
};

// Refuses to end, and takes a reference for itself then. What only one implementation does is no retain.
class Guarded {
 public:
  virtual bool may_end() const { return true; }
  void in() { n_++; }  //> retains the object
  void out() {  //> releases the object
    n_--;
    if (0 == n_) {
      if (!may_end()) {
        in();
        throw 1;
      }
      delete this;
    }
  }
  virtual Guarded *copy() {
    in();
    return this;
  }
  virtual ~Guarded() {}

 private:
  unsigned long n_ = 1;
};
class Copied : public Guarded {
 public:
  Guarded *copy() override { return new Copied; }
};

// Begins at none: the first holder has to retain it.
class Seed {
 public:
  void water() { wet_++; }  //> retains the object
  void dry() {  //> releases the object
    if (--wet_ == 0) delete this;
  }

 private:
  int wet_ = 0;
};

void make() {
  new Moon;
  new Coin;
  new Note;
  new Harbour;
  new Garden;
  new Seed;
}
