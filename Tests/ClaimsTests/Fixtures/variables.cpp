// One variable in several parts, each set from elsewhere.
struct Box {
  Thing *thing;  // claim: thing owner base.fieldOwnRelease
  ~Box() { thing->release(); }
};
Thing *look(Box *box) { return box->thing; }  // claim: return pointer base.retPtr
Thing *make() { return new Thing; }  // claim: return owner base.retOwnNew

Thing *find(Box *box, bool fresh) {  // claim: return pointer prop.retPtr
  Thing *thing = look(box);  // claim: thing owner base.varOwnRelease
  if (!fresh) return thing;
  thing = make();
  thing->release();
  return look(box);
}

// Null on one way, and retained on the other.
Thing *perhaps(Box *box, bool wanted) {  // claim: return owner base.retOwnAddRef
  Thing *thing = nullptr;  // claim: thing owner base.varOwnAddRef
  if (wanted) {
    thing = look(box);
    thing->retain();
  }
  box->thing->size();
  return thing;
}

// Null on one way, and made on the other.
Thing *maybe(bool wanted) {  // claim: return owner prop.retOwn
  Thing *thing = nullptr;  // claim: thing owner base.varOwnNew
  if (wanted) thing = new Thing;
  return thing;
}

Thing *next(Box *box) {  // claim: return owner base.retOwnAddRef
  Thing *thing = box->thing;  // claim: thing pointer base.varPtr
  thing->size();
  thing->retain();
  return thing;
}

// What is set later, on another way, has not moved by then.
Thing *cached(Box *box, bool again) {  // claim: return pointer base.retPtr
  if (!again) return box->thing;
  box->thing->release();
  box->thing = nullptr;
  box->thing = make();
  return box->thing;
}

Thing *&place(Box *box) { return box->thing; }
void fill(Thing **out) { *out = make(); }  // claim: out owner prop.outOwn
void show(Box *box, Thing *&out) { out = box->thing; }  // claim: out pointer prop.outPtr
void use(Box *box) {
  Thing *mine = nullptr;  // claim: mine owner prop.varOwn
  fill(&mine);
  mine->size();
  Thing *theirs;  // claim: theirs pointer prop.varPtr
  show(box, theirs);
  theirs->size();
  Thing *either = box ? look(box) : box->thing;  // claim: either pointer prop.varPtr
  either->size();
}

Thing *first_one = make();  // claim: first_one owner callers.fieldOwn
Thing *current;  // claim: current pointer base.fieldPtr
void choose(Box *box) { current = look(box); }
int size() {
  static Thing *once = new Thing;  // claim: once owner callers.fieldOwn
  return once->size() + current->size() + first_one->size();
}

// A variable that may hold the parameter or something of its own is told apart from it.
Thing *better(Thing *thing) { return thing->size() > 1 ? new Thing : nullptr; }  // claim: return owner base.retOwnNew
int weigh(Thing *thing, bool improve) {  // claim: thing pointer base.parmPtr
  Thing *used = thing;  // claim: used owner base.varOwnRelease
  if (improve) used = better(thing);
  int size = used->size();
  if (used != thing) used->release();
  return size;
}
