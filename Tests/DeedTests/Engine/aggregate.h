// Sums over rows: aggregates are made by name, fed, and put together where several threads made one each.
#pragma once

#include "catalog.h"

#include <memory>

namespace engine {

class Aggregate : public Counted {
 public:
  virtual void feed(const Value &value) = 0;
  // What another of the same kind has seen counts as seen.
  virtual void absorb(const Aggregate &other) = 0;
  // Owned by the caller.
  virtual Value *result() const = 0;
};

// Owned by the caller; null where nothing has the name.
Aggregate *makeAggregate(const std::string &name);

// One aggregate for each value of a column.
class Grouping {
 public:
  Grouping(std::string name, size_t keyColumn, size_t valueColumn)
      : name_(std::move(name)), keyColumn_(keyColumn), valueColumn_(valueColumn) {}
  ~Grouping();
  Grouping(const Grouping &) = delete;
  Grouping &operator=(const Grouping &) = delete;
  bool feed(const List &rows);
  void absorb(Grouping &other);
  // Pairs of keys and results; owned by the caller.
  List *results() const;

 private:
  struct Group {
    Value *key;
    Aggregate *aggregate;
  };
  // Null where the aggregate's name means nothing.
  Group *group(Value *key);

  std::string name_;
  size_t keyColumn_;
  size_t valueColumn_;
  std::vector<std::unique_ptr<Group>> groups_;
};

}  // namespace engine
