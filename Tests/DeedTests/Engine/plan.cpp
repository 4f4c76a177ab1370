#include "plan.h"

namespace engine {

void Step::add(Step *child) {
  child->hold();
  children_.push_back(child);
  child->parent_ = this;
  if (faulty("cycle")) {
    hold();  // site: cycle
    child->ownsParent_ = true;
  }
}

bool Step::accepts(const Row &row) const {
  if (!filter_->evaluate(row)) return false;
  for (Step *child : children_)
    if (!child->accepts(row)) return false;
  return true;
}

Step::~Step() {
  filter_->drop();
  for (Step *child : children_) {
    child->parent_ = nullptr;
    child->drop();
  }
  if (ownsParent_ && parent_) parent_->drop();
}

size_t Plan::count(const std::vector<Row> &rows) const {
  size_t count = 0;
  for (const Row &row : rows) count += root_->accepts(row);
  return count;
}

Cache::~Cache() {
  while (!order_.empty()) evictOldest();
}

Plan *Cache::find(const std::string &text) {
  std::lock_guard<std::mutex> guard(lock_);
  auto found = plans_.find(text);
  if (found == plans_.end()) return nullptr;
  found->second->hold();
  return found->second;
}

void Cache::put(Plan *plan) {
  std::lock_guard<std::mutex> guard(lock_);
  if (plans_.count(plan->text())) return;
  while (order_.size() >= most_) evictOldest();
  plan->hold();
  if (faulty("extra-retain") && plan->text().size() % 4 == 0) {
    plan->hold();  // site: extra-retain
  }
  plans_[plan->text()] = plan;
  order_.push_back(plan->text());
}

void Cache::evictOldest() {
  auto found = plans_.find(order_.front());
  found->second->drop();
  plans_.erase(found);
  order_.erase(order_.begin());
}

}  // namespace engine
