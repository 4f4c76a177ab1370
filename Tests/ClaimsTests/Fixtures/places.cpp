// Places that outlive calls, ways to places, and what function pointers promise.
Thing *make() { return new Thing; }

static Thing *table[4];  // claim: table owner prop.fieldOwn
Thing **grown;  // claim: grown owner prop.fieldOwn
Thing *lent;  // claim: lent pointer base.fieldPtr
struct Store {
  static Thing *shared;  // claim: Store::shared owner prop.fieldOwn
  Thing *row[2];  // claim: row pointer base.fieldPtr
  Thing **rows;  // claim: rows owner prop.fieldOwn
  void show(Thing *thing) { row[0] = thing; }  // claim: thing pointer base.parmPtr
  int size() { return row[0]->size() + row[1]->size(); }
};
Thing *Store::shared = nullptr;

void fillTable() {
  for (int i = 0; i < 4; i++) table[i] = make();
  grown = new Thing *[4];
  grown[0] = new Thing;
}
void clearTable() {
  for (int i = 0; i < 4; i++) table[i]->release();
  grown[0]->release();
  delete[] grown;
}
void setShared(Thing *thing) {  // claim: thing owner prop.parmOwn
  if (Store::shared) Store::shared->release();
  Store::shared = thing;
}
void setRows(Store *store, Thing *thing) {  // claim: thing owner prop.parmOwn
  store->rows[0]->release();
  store->rows[0] = thing;
}
void lend(Thing *thing) { lent = thing; }  // claim: thing pointer base.parmPtr
int once() {
  static Thing *only = make();  // claim: only owner callers.fieldOwn
  return only->size() + lent->size();
}

// Out-parameters: pointers and references to places.
void open(Thing **out) { *out = new Thing; }  // claim: out owner prop.outOwn
void peek(Thing **out) { *out = lent; }  // claim: out pointer prop.outPtr
void openReference(Thing *&out) { out = make(); }  // claim: out owner prop.outOwn
void reset(Thing **place) {  // claim: place owner base.parmOwn
  (*place)->release();
  *place = nullptr;
}
bool through(Thing **out) {  // claim: out owner prop.outOwn
  open(out);
  return *out != nullptr;
}
void opened() {
  Thing *thing;  // claim: thing owner prop.varOwn
  open(&thing);
  thing->size();
  reset(&thing);
}

// Function pointers, their typedefs, in fields and parameters and as results of templates.
typedef Thing *(*Maker)();  // claim: return owner prop.signature
using Taker = void (*)(Thing *thing);  // claim: thing owner prop.signature
typedef int (*Looker)(Thing *thing);  // claim: thing pointer prop.signatureAll
int look(Thing *thing) { return thing->size(); }  // claim: thing pointer base.parmPtr
void drop(Thing *thing) {  // claim: thing owner base.parmOwn
  if (thing->size() > 1) thing->release();
  else thing->release();
}
struct Hooks {
  Maker maker;
  Taker taker;
  Looker looker;
  Thing *(*other)(int n);  // claim: return pointer prop.signature
};
Thing *numbered(int n) { return table[n]; }  // claim: return pointer base.retPtr
const Hooks hooks = {make, drop, look, numbered};
void run(const Hooks *h) {
  Thing *thing = h->maker();  // claim: thing owner prop.varOwn
  h->looker(thing);
  h->other(1)->size();
  h->taker(thing);
}
void apply(void (*with)(Thing *thing), Thing *thing) { with(thing); }  // claim: thing owner prop.signature
void applied() { apply(drop, make()); }

// What closures capture.
int copied(Thing *thing) {  // claim: thing pointer base.parmPtr
  auto size = [thing] { return thing->size(); };  // claim: thing pointer base.fieldPtr
  return size();
}
int referred() {
  Thing *thing = nullptr;  // claim: thing owner prop.varOwn
  auto set = [&thing] { thing = new Thing; };  // claim: thing owner callers.fieldOwn
  set();
  return thing->size();
}
int initialised() {
  auto size = [own = make()] { return own->size(); };  // claim: own owner callers.fieldOwn
  return size();
}
void given(Thing *thing) {
  auto drop = [thing] { thing->release(); };  // claim: thing owner prop.fieldOwn
  drop();
}
