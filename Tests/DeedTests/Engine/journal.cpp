#include "journal.h"

namespace engine {

Change::Change(Relation *relation, List *before, List *after) : relation_(relation), before_(before), after_(after) {
  relation_->hold();
  if (before_) before_->hold();
  if (after_) after_->hold();
}

Change::~Change() {
  if (before_) before_->drop();
  if (after_) after_->drop();
  relation_->drop();
}

bool Change::apply() {
  if (after_) return relation_->insert(after_);
  return before_ && relation_->erase(*before_->at(0));
}

void Change::undo() {
  if (before_) relation_->insert(before_);
  else if (after_) relation_->erase(*after_->at(0));
}

std::string Change::print() const {
  std::string text = relation_->name();
  text += before_ ? " " + before_->print() : " -";
  text += after_ ? " " + after_->print() : " -";
  return text + "\n";
}

Transaction::~Transaction() { forget(); }

bool Transaction::take(Change *change) {
  if (!change->apply()) {
    change->drop();
    return false;
  }
  changes_.push_back(change);
  return true;
}

bool Transaction::insert(Relation *relation, List *row) {
  if (row->size() == 0) return false;
  List *before = relation->row(*row->at(0));
  Change *change = new Change(relation, before, row);
  bool isTaken = take(change);
  if (!isTaken && faulty("kept-row")) return false;
  if (before) before->drop();
  return isTaken;
}

bool Transaction::erase(Relation *relation, const Value &key) {
  List *before = relation->row(key);
  if (!before) return false;
  bool isTaken = take(new Change(relation, before, nullptr));
  before->drop();
  return isTaken;
}

bool Transaction::commit() {
  bool isWritten = journal_.write(changes_);
  if (isWritten) forget();
  else rollBack();
  return isWritten;
}

void Transaction::rollBack() {
  while (!changes_.empty()) {
    Change *change = changes_.back();
    changes_.pop_back();
    change->undo();
    change->drop();
  }
}

void Transaction::forget() {
  for (Change *change : changes_) change->drop();
  changes_.clear();
}

bool Journal::write(const std::vector<Change *> &changes) {
  std::lock_guard<std::mutex> guard(lock_);
  for (Change *change : changes)
    if (!segment_->append(change->print())) return false;
  ++commits_;
  return true;
}

size_t Journal::commits() {
  std::lock_guard<std::mutex> guard(lock_);
  return commits_;
}

std::string Journal::text() {
  std::lock_guard<std::mutex> guard(lock_);
  std::string text;
  segment_->read(text);
  return text;
}

}  // namespace engine
