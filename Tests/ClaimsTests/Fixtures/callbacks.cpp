// Function pointers, their typedefs and fields, lambdas and what they capture, overrides.
typedef Thing *(*Maker)();
typedef void (*Taker)(Thing *thing);
Thing *make() { return new Thing; }  // claim: return owner base.retOwnNew
void take(Thing *thing) { thing->release(); }  // claim: thing owner known.call
struct Table {
  Maker maker;
  Taker taker;
};
const Table table = {make, take};
void run(const Table *t) {
  Thing *thing = t->maker();  // claim: thing owner prop.varOwn
  thing->size();
  t->taker(thing);
}

int with(Thing *thing) {  // claim: thing pointer base.parmPtr
  auto size = [thing] { return thing->size(); };
  return size();
}
int into() {
  Thing *thing = nullptr;  // claim: thing owner prop.varOwn
  auto set = [&thing] { thing = new Thing; };
  set();
  return thing->size();
}

struct Source {
  virtual Thing *next() = 0;  // claim: return owner prop.vfun
  virtual void put(Thing *thing) = 0;  // claim: thing owner prop.vfun
  virtual ~Source() {}
};
struct Fresh : Source {
  Thing *next() override { return make(); }  // claim: return owner prop.retOwn
  void put(Thing *thing) override {  // claim: thing owner base.parmOwn
    if (thing->size() > 1) thing->release();
    else take(thing);
  }
};

// Those who call each other in a ring are solved together.
int odd(Thing *thing, int n);
int even(Thing *thing, int n) { return n == 0 ? thing->size() : odd(thing, n - 1); }  // claim: thing pointer base.parmPtr
int odd(Thing *thing, int n) { return n == 0 ? 0 : even(thing, n - 1); }  // claim: thing pointer base.parmPtr
