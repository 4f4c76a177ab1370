// What is taken out of an array that owns its elements leaves it; what is only looked up stays.
typedef unsigned long size_t;
void *memmove(void *to, const void *from, size_t size);

void drop(Thing *thing) { thing->release(); }
void keep(Thing *) {}

template <class T, void (*End)(T *)>
class Array {
  T **items_;  // claim: items_ owner base.fieldOwnRelease
  unsigned count_ = 0;

 public:
  Array() : items_(new T *[8]) {}
  ~Array() {
    for (unsigned i = 0; i < count_; i++) End(items_[i]);
    delete[] items_;
  }
  void add(T *item) { items_[count_++] = item; }  // claim: item owner prop.parmOwn
  T *at(unsigned i) { return items_[i]; }  // claim: return pointer base.retPtr
  T *last() { return items_[count_ - 1]; }  // claim: return pointer base.retPtr
  T *removeLast() { return items_[--count_]; }  // claim: return owner prop.retOwn
  T *removeLastInSteps() {  // claim: return owner prop.retOwn
    unsigned top = count_ - 1;
    T *item = items_[top];  // claim: item owner prop.varOwnMoved
    count_ = top;
    return item;
  }
  T *removeAt(unsigned i) {  // claim: return owner prop.retOwn
    T *item = items_[i];  // claim: item owner prop.varOwnMoved
    for (unsigned j = i + 1; j < count_; j++) items_[j - 1] = items_[j];
    count_--;
    return item;
  }
};

void fill(Thing *thing) {  // claim: thing owner prop.parmOwn
  Array<Thing, drop> array;
  array.add(thing);
  array.at(0)->size();
  array.last()->size();
  array.removeLast()->release();
  array.removeLastInSteps()->release();
  array.removeAt(0)->release();
}

struct Stack {
  Thing *things[4];  // claim: things owner base.fieldOwnRelease
  int top = 0;
  ~Stack() {
    while (top > 0) things[--top]->release();
  }
  void push(Thing *thing) { things[top++] = thing; }  // claim: thing owner prop.parmOwn
  Thing *pop() { return top == 0 ? nullptr : things[--top]; }  // claim: return owner prop.retOwn
  Thing *peek() { return things[top - 1]; }  // claim: return pointer base.retPtr
};
