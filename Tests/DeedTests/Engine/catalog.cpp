#include "catalog.h"

namespace engine {

Attribute::Attribute(Relation *relation, Text *name, Value::Kind kind) : relation_(relation), name_(name), kind_(kind) {
  name_->hold();
}

Attribute::~Attribute() {
  name_->drop();
  if (ownsRelation_) relation_->drop();
}

Relation::Relation(Text *name) : name_(name) { name_->hold(); }

Relation::~Relation() {
  for (Attribute *attribute : attributes_) attribute->drop();
  name_->drop();
}

Attribute *Relation::add(Text *name, Value::Kind kind) {
  Attribute *attribute = new Attribute(this, name, kind);
  attributes_.push_back(attribute);
  if (faulty("owning-column")) {
    hold();  // site: owning-column
    attribute->ownsRelation_ = true;
  }
  return attribute;
}

Attribute *Relation::attribute(const std::string &name) const {
  for (Attribute *attribute : attributes_)
    if (attribute->name() == name) return attribute;
  return nullptr;
}

bool Relation::insert(List *row) {
  if (row->size() != attributes_.size() || attributes_.empty()) return false;
  for (size_t index = 0; index < row->size(); ++index)
    if (!attributes_[index]->accepts(*row->at(index))) return false;
  index_.insert(row->at(0), row);
  return true;
}

bool Relation::erase(const Value &key) { return index_.erase(key); }

List *Relation::row(const Value &key) { return static_cast<List *>(index_.find(key)); }

List *Relation::rows(const Value &low, const Value &high) { return valuesBetween(index_, low, high); }

Catalog::~Catalog() {
  for (auto &entry : relations_) entry.second->drop();
}

Relation *Catalog::create(
    const std::string &name, const std::vector<std::pair<std::string, Value::Kind>> &columns) {
  std::lock_guard<std::mutex> guard(lock_);
  if (relations_.count(name)) return nullptr;
  Text *text = texts_.intern(name);
  Relation *relation = new Relation(text);
  text->drop();
  for (const auto &column : columns) {
    Text *columnName = texts_.intern(column.first);
    relation->add(columnName, column.second);
    columnName->drop();
  }
  relation->hold();
  relations_[name] = relation;
  return relation;
}

Relation *Catalog::open(const std::string &name) {
  std::lock_guard<std::mutex> guard(lock_);
  auto found = relations_.find(name);
  if (found == relations_.end()) return nullptr;
  found->second->hold();
  return found->second;
}

bool Catalog::drop(const std::string &name) {
  std::lock_guard<std::mutex> guard(lock_);
  auto found = relations_.find(name);
  if (found == relations_.end()) return false;
  found->second->drop();
  relations_.erase(found);
  return true;
}

size_t Catalog::size() {
  std::lock_guard<std::mutex> guard(lock_);
  return relations_.size();
}

}  // namespace engine
