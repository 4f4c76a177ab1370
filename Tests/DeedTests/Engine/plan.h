// Plans, the cache that keeps them, and the tree of steps that a plan is.
#pragma once

#include "expression.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace engine {

// A step knows its children and owns them; it knows its parent and does not own it.
class Step final : public Counted {
 public:
  explicit Step(Expression *filter) : filter_(filter) { filter_->hold(); }
  void add(Step *child);
  bool accepts(const Row &row) const;
  size_t depth() const { return parent_ ? parent_->depth() + 1 : 0; }

 protected:
  ~Step() override;

 private:
  Expression *filter_;
  Step *parent_ = nullptr;
  bool ownsParent_ = false;
  std::vector<Step *> children_;
};

class Plan final : public Counted {
 public:
  Plan(std::string text, Step *root) : text_(std::move(text)), root_(root) {}
  const std::string &text() const { return text_; }
  size_t count(const std::vector<Row> &rows) const;

 protected:
  ~Plan() override { root_->drop(); }

 private:
  std::string text_;
  Step *root_;
};

class Cache {
 public:
  explicit Cache(size_t most) : most_(most) {}
  ~Cache();
  // An owned plan, or null.
  Plan *find(const std::string &text);
  void put(Plan *plan);
  void evictOldest();

 private:
  std::mutex lock_;
  size_t most_;
  std::unordered_map<std::string, Plan *> plans_;
  std::vector<std::string> order_;
};

}  // namespace engine
