// What the standard library's containers hold: their bodies are not read, what their methods do is data.
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

Thing *make() { return new Thing; }

struct Shelf {
  std::vector<Thing *> things;  // claim: things owner prop.fieldOwn
  std::vector<Thing *> shown;  // claim: shown pointer base.fieldPtr
  std::map<int, Thing *> byNumber;  // claim: byNumber owner base.fieldOwnRelease
  std::unordered_map<int, Thing *> cache;  // claim: cache pointer base.fieldPtr
  std::set<Thing *> seen;  // claim: seen pointer base.fieldPtr
  ~Shelf() {
    for (Thing *thing : things) thing->release();
    for (auto &entry : byNumber) entry.second->release();
  }
  void add(Thing *thing) { things.push_back(thing); }  // claim: thing owner prop.parmOwn
  void share(Thing *thing) {  // claim: thing pointer base.parmPtr
    thing->retain();
    things.emplace_back(thing);
  }
  void number(int n, Thing *thing) { byNumber[n] = thing; }  // claim: thing owner prop.parmOwn
  void numberNew(int n, Thing *thing) { byNumber.emplace(n, thing); }  // claim: thing owner prop.parmOwn
  void insert(int n, Thing *thing) { byNumber.insert(std::make_pair(n, thing)); }  // claim: thing owner prop.parmOwn
  void show(Thing *thing) {  // claim: thing pointer base.parmPtr
    shown.push_back(thing);
    seen.insert(thing);
    cache[0] = thing;
  }
  Thing *first() { return things.front(); }  // claim: return pointer base.retPtr
  Thing *at(unsigned i) { return things[i]; }  // claim: return pointer base.retPtr
  Thing *find(int n) {  // claim: return pointer base.retPtr
    auto found = byNumber.find(n);
    return found == byNumber.end() ? nullptr : found->second;
  }
  Thing *take() {  // claim: return owner prop.retOwn
    Thing *last = things.back();  // claim: last owner prop.varOwnMoved
    things.pop_back();
    return last;
  }
  int measure() {
    int sum = 0;
    for (Thing *thing : shown) sum += thing->size();  // claim: thing pointer prop.varPtr
    return sum;
  }
};

int some() {
  std::vector<Thing *> mine;  // claim: mine owner prop.fieldOwn
  mine.push_back(make());
  int sum = 0;
  for (Thing *thing : mine) {  // claim: thing owner base.varOwnRelease
    sum += thing->size();
    thing->release();
  }
  return sum;
}

// A container that is passed on is filled or emptied there.
void fill(std::vector<Thing *> &out) { out.push_back(new Thing); }  // claim: out owner prop.outOwn
int count(const std::vector<Thing *> &all) {  // claim: all pointer base.parmPtr
  int sum = 0;
  for (Thing *thing : all) sum += thing->size();
  return sum;
}
int filled() {
  std::vector<Thing *> mine;  // claim: mine owner prop.fieldOwn
  fill(mine);
  int sum = count(mine);
  while (!mine.empty()) {
    mine.back()->release();
    mine.pop_back();
  }
  return sum;
}

std::vector<Thing *> everything;  // claim: everything owner callers.fieldOwn
void note() { everything.push_back(new Thing); }
int countEverything() { return everything.front()->size(); }
