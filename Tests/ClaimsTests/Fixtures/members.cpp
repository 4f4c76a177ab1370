// Calls through pointers to members, and through tables of them: what is put there keeps the promise of its type.
class Worker;
typedef int (Worker::*Step)(Thing *thing);
typedef Thing *(Worker::*Maker)();
class Worker {
 public:
  int measure(Thing *thing) { return thing->size(); }  // claim: thing pointer base.parmPtr
  int weigh(Thing *thing) { return thing->size() + 1; }  // claim: thing pointer base.parmPtr
  int run(Thing *thing, bool heavy) {  // claim: thing pointer base.parmPtr
    static const Step steps[] = {&Worker::measure, &Worker::weigh};
    Step step = heavy ? steps[1] : steps[0];
    return (this->*step)(thing);
  }
  Thing *fresh() { return new Thing; }  // claim: return owner base.retOwnNew
  int twice() {
    Maker maker = &Worker::fresh;
    Thing *thing = (this->*maker)();  // claim: thing owner prop.varOwn
    return thing->size();
  }
};
