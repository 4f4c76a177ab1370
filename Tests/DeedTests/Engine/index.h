// An ordered index over values: a tree of counted nodes that older readers may keep while a writer goes on.
#pragma once

#include "value.h"

#include <mutex>

namespace engine {

// Never changed after it is made: a change makes new nodes for the way from the root to it, and shares the others.
class IndexNode final : public Counted {
 public:
  // Retains all that it is given; children may be null.
  IndexNode(Value *key, Value *value, IndexNode *left, IndexNode *right);
  Value *key() const { return key_; }
  Value *value() const { return value_; }
  IndexNode *left() const { return left_; }
  IndexNode *right() const { return right_; }
  unsigned height() const { return height_; }
  size_t size() const { return size_; }

 protected:
  ~IndexNode() override;

 private:
  Value *key_;
  Value *value_;
  IndexNode *left_;
  IndexNode *right_;
  unsigned height_;
  size_t size_;
};

class Index {
 public:
  Index() = default;
  ~Index();
  Index(const Index &) = delete;
  Index &operator=(const Index &) = delete;
  // Retains both; replaces the value of a key that is there.
  void insert(Value *key, Value *value);
  bool erase(const Value &key);
  // Owned by the caller; null where there is none.
  Value *find(const Value &key);
  // What the index holds now; owned by the caller.
  IndexNode *snapshot();
  size_t size();

 private:
  std::mutex lock_;
  IndexNode *root_ = nullptr;
};

// Calls back for the pairs of a snapshot whose keys lie between two bounds, in order; stops where it is told to.
template <typename Body> bool eachBetween(IndexNode *node, const Value &low, const Value &high, Body body) {
  if (!node) return true;
  bool isAbove = node->key()->compare(low) >= 0, isBelow = node->key()->compare(high) <= 0;
  if (isAbove && !eachBetween(node->left(), low, high, body)) return false;
  if (isAbove && isBelow && !body(node->key(), node->value())) return false;
  return !isBelow || eachBetween(node->right(), low, high, body);
}

// The pairs' values as a list, which the caller owns.
List *valuesBetween(Index &index, const Value &low, const Value &high);

}  // namespace engine
