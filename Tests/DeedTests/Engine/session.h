// A session runs texts against a table, on its own thread, with a cache that all share.
#pragma once

#include "plan.h"

namespace engine {

class Table final : public Counted {
 public:
  explicit Table(std::vector<Row> rows) : rows_(std::move(rows)) {}
  const std::vector<Row> &rows() const { return rows_; }

 private:
  std::vector<Row> rows_;
};

class Session final : public Counted {
 public:
  Session(Table *table, Cache &cache) : table_(table), cache_(cache) { table_->hold(); }
  size_t run(const std::string &text);
  void close();
  size_t failures() const { return failures_; }

 protected:
  ~Session() override;

 private:
  Plan *plan(const std::string &text);

  Table *table_;
  Cache &cache_;
  size_t failures_ = 0;
};

}  // namespace engine
