// What there is: relations with their columns and rows, by name, and who may look at them.
#pragma once

#include "index.h"

#include <map>
#include <mutex>

namespace engine {

class Relation;

// A column knows its relation and does not own it: the relation owns the column.
class Attribute final : public Counted {
 public:
  Attribute(Relation *relation, Text *name, Value::Kind kind);
  const std::string &name() const { return name_->text(); }
  Value::Kind kind() const { return kind_; }
  Relation *relation() const { return relation_; }
  bool accepts(const Value &value) const { return value.kind() == kind_; }

 protected:
  ~Attribute() override;

 private:
  friend class Relation;
  Relation *relation_;
  bool ownsRelation_ = false;
  Text *name_;
  Value::Kind kind_;
};

class Relation final : public Counted {
 public:
  explicit Relation(Text *name);
  const std::string &name() const { return name_->text(); }
  // Owned by the relation.
  Attribute *add(Text *name, Value::Kind kind);
  Attribute *attribute(const std::string &name) const;
  // Takes a list with a value for each column; false where it does not fit.
  bool insert(List *row);
  bool erase(const Value &key);
  // The row with a key, owned by the caller; null where there is none.
  List *row(const Value &key);
  // The rows between two keys, owned by the caller.
  List *rows(const Value &low, const Value &high);
  size_t size() { return index_.size(); }

 protected:
  ~Relation() override;

 private:
  Text *name_;
  std::vector<Attribute *> attributes_;
  Index index_;
};

class Catalog {
 public:
  explicit Catalog(TextTable &texts) : texts_(texts) {}
  ~Catalog();
  Catalog(const Catalog &) = delete;
  Catalog &operator=(const Catalog &) = delete;
  // Owned by the caller; null where there is one of the name.
  Relation *create(const std::string &name, const std::vector<std::pair<std::string, Value::Kind>> &columns);
  // Owned by the caller; null where there is none.
  Relation *open(const std::string &name);
  bool drop(const std::string &name);
  size_t size();

 private:
  TextTable &texts_;
  std::mutex lock_;
  std::map<std::string, Relation *> relations_;
};

}  // namespace engine
