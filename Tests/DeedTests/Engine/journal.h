// Changes that happen together or not at all, and the log that says which did.
#pragma once

#include "catalog.h"
#include "storage.h"

namespace engine {

// One row that is put into a relation or taken out of it, and what was there before.
class Change final : public Counted {
 public:
  // Retains the relation and the rows; a row may be null.
  Change(Relation *relation, List *before, List *after);
  bool apply();
  void undo();
  std::string print() const;

 protected:
  ~Change() override;

 private:
  Relation *relation_;
  List *before_;
  List *after_;
};

class Journal;

class Transaction final : public Counted {
 public:
  explicit Transaction(Journal &journal) : journal_(journal) {}
  // Both do the change at once; false where it cannot be done.
  bool insert(Relation *relation, List *row);
  bool erase(Relation *relation, const Value &key);
  // Writes the changes to the log.
  bool commit();
  // Takes them back, the last one first.
  void rollBack();
  size_t size() const { return changes_.size(); }

 protected:
  ~Transaction() override;

 private:
  bool take(Change *change);
  void forget();

  Journal &journal_;
  std::vector<Change *> changes_;
};

class Journal {
 public:
  explicit Journal(Pool &pool) : segment_(new Segment(pool)) {}
  ~Journal() { segment_->drop(); }
  Journal(const Journal &) = delete;
  Journal &operator=(const Journal &) = delete;
  // Owned by the caller.
  Transaction *begin() { return new Transaction(*this); }
  bool write(const std::vector<Change *> &changes);
  size_t commits();
  // Everything that was written.
  std::string text();

 private:
  std::mutex lock_;
  Segment *segment_;
  size_t commits_ = 0;
};

}  // namespace engine
