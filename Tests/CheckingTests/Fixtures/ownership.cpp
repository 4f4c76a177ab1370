// Ownership that goes by a flag, by what was asked, or into several places.

void byFlag(Box *given, bool own) {
  if (own) given->AddRef();
  look(*given);
  if (own) given->Release();
}

void byLocalFlag(Box *given) {
  bool own = false;
  Box *box = given;
  if (ready()) {
    box = new Box();
    own = true;
  }
  look(*box);
  if (own) box->Release();
}

void byLocalFlagForgets(Box *given) {
  bool own = false;
  Box *box = given;
  if (ready()) {
    box = new Box();
  }
  look(*box);
  if (own) box->Release();
}  // ERROR path.leak

Box *retainedOrNew(Box *given) {
  if (given) {
    given->AddRef();
    return given;
  }
  return new Box();
}

void usesRetainedOrNew(Box *given) {
  Box *box = retainedOrNew(given);
  look(*box);
  box->Release();
}

struct Holder {
  Box *box;
  Holder() : box(nullptr) {}
  ~Holder() {
    if (box) box->Release();
  }
  void set(Box *other) {
    other->AddRef();
    if (box) box->Release();
    box = other;
  }
  Box *steal() {
    Box *stolen = box;
    box = nullptr;
    return stolen;
  }
  void swap(Holder &other) {
    Box *kept = box;
    box = other.box;
    other.box = kept;
  }
  void clear() {
    Box *old = box;
    box = nullptr;
    if (old) old->Release();
  }
};

void storedInTwoPlaces(Holder *first, Holder *second) {
  Box *box = new Box();
  box->AddRef();
  first->box = box;
  second->box = box;
}

void stolen(Holder *holder) {
  Box *box = holder->steal();
  if (box) box->Release();
}

void releasesEach(Box **boxes, int count) {
  for (int index = 0; index < count; ++index) boxes[index]->Release();
}

bool onSuccessOnly(Box **out) {
  if (!ready())
    return false;
  *out = new Box();
  return true;
}

int takesOnSuccess() {
  Box *box;
  if (!onSuccessOnly(&box))
    return -1;
  look(*box);
  box->Release();
  return 0;
}

int takesOnSuccessForgets() {
  Box *box;
  if (!onSuccessOnly(&box))
    return -1;
  look(*box);
  return 0;  // ERROR path.leak
}

Box *g(int);
void f(Box *box) { box->Release(); }
Box *fresh(int) { return new Box(); }

void passedOn() { f(fresh(42)); }

void droppedOnTheFloor() {
  fresh(42);  // ERROR path.discarded
}

void temporary(Box *box) { box->AddRef(), look(*box), box->Release(); }

void each(Box *box, void (*callback)(Box *)) {
  callback(box);
}

int anotherOne(Box *box) {
  box->Release();
  if (!ready()) {
    box->Release();  // ERROR path.overRelease
    return -1;
  }
  return 0;
}
