#include "aggregate.h"

namespace engine {

namespace {

class Count final : public Aggregate {
 public:
  void feed(const Value &) override { ++count_; }
  void absorb(const Aggregate &other) override { count_ += static_cast<const Count &>(other).count_; }
  Value *result() const override { return new Number(count_); }

 private:
  long count_ = 0;
};

class Sum final : public Aggregate {
 public:
  void feed(const Value &value) override {
    if (value.kind() == Value::Kind::number) sum_ += static_cast<const Number &>(value).number();
  }
  void absorb(const Aggregate &other) override { sum_ += static_cast<const Sum &>(other).sum_; }
  Value *result() const override { return new Number(sum_); }

 private:
  long sum_ = 0;
};

// The least or the greatest; holds the value that it has found so far.
class Extreme final : public Aggregate {
 public:
  explicit Extreme(int sign) : sign_(sign) {}
  void feed(const Value &value) override {
    if (best_ && value.compare(*best_) * sign_ <= 0) return;
    value.hold();  // site: old-extreme
    const Value *old = best_;
    best_ = &value;
    if (!old || (faulty("old-extreme") && sign_ < 0)) return;
    old->drop();
  }
  void absorb(const Aggregate &other) override {
    const Value *theirs = static_cast<const Extreme &>(other).best_;
    if (theirs) feed(*theirs);
  }
  Value *result() const override {
    if (!best_) return new Number(0);
    best_->hold();
    return const_cast<Value *>(best_);
  }

 protected:
  ~Extreme() override {
    if (best_) best_->drop();
  }

 private:
  int sign_;
  const Value *best_ = nullptr;
};

// All values in the order of their coming.
class Collect final : public Aggregate {
 public:
  void feed(const Value &value) override { take(const_cast<Value *>(&value)); }
  void absorb(const Aggregate &other) override {
    const List *theirs = static_cast<const Collect &>(other).list_;
    for (size_t index = 0; theirs && index < theirs->size(); ++index) take(theirs->at(index));
  }
  Value *result() const override {
    if (!list_) return new List({});
    list_->hold();
    return list_;
  }

 protected:
  ~Collect() override {
    if (list_) list_->drop();
  }

 private:
  void take(Value *value) {
    List *longer = list_ ? list_->appending(value) : new List({value});
    if (list_) list_->drop();
    list_ = longer;
  }

  List *list_ = nullptr;
};

}  // namespace

Aggregate *makeAggregate(const std::string &name) {
  if (name == "count") return new Count;
  if (name == "sum") return new Sum;
  if (name == "least") return new Extreme(-1);
  if (name == "greatest") return new Extreme(1);
  if (name == "collect") return new Collect;
  return nullptr;
}

Grouping::~Grouping() {
  for (auto &group : groups_) {
    group->key->drop();
    group->aggregate->drop();
  }
}

Grouping::Group *Grouping::group(Value *key) {
  for (auto &group : groups_)
    if (group->key->compare(*key) == 0) return group.get();
  Aggregate *aggregate = makeAggregate(name_);
  if (!aggregate) return nullptr;
  key->hold();
  groups_.push_back(std::unique_ptr<Group>(new Group{key, aggregate}));
  return groups_.back().get();
}

bool Grouping::feed(const List &rows) {
  for (size_t index = 0; index < rows.size(); ++index) {
    const List &row = static_cast<const List &>(*rows.at(index));
    if (keyColumn_ >= row.size() || valueColumn_ >= row.size()) return false;
    Group *group = this->group(row.at(keyColumn_));
    if (!group) return false;
    group->aggregate->feed(*row.at(valueColumn_));
  }
  return true;
}

void Grouping::absorb(Grouping &other) {
  for (auto &theirs : other.groups_)
    if (Group *mine = group(theirs->key)) mine->aggregate->absorb(*theirs->aggregate);
}

List *Grouping::results() const {
  std::vector<Value *> pairs;
  for (auto &group : groups_) {
    Value *result = group->aggregate->result();
    pairs.push_back(new List({group->key, result}));
    result->drop();
  }
  List *list = new List(pairs);
  for (Value *pair : pairs) pair->drop();
  return list;
}

}  // namespace engine
