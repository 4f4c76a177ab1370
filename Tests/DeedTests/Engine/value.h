// Values that rows are made of. They are shared, never changed, and count their owners.
#pragma once

#include "counted.h"

#include <cstdint>
#include <vector>

namespace engine {

class Value : public Counted {
 public:
  enum class Kind { number, text, list };
  virtual Kind kind() const = 0;
  // Below zero, zero or above it, as the values are ordered; kinds come one after the other.
  int compare(const Value &other) const;
  virtual std::string print() const = 0;
  virtual uint64_t hash() const = 0;

 protected:
  virtual int compareSame(const Value &other) const = 0;
};

class Number final : public Value {
 public:
  explicit Number(long number) : number_(number) {}
  Kind kind() const override { return Kind::number; }
  long number() const { return number_; }
  std::string print() const override { return std::to_string(number_); }
  uint64_t hash() const override { return static_cast<uint64_t>(number_) * 0x9E3779B97F4A7C15u; }

 protected:
  int compareSame(const Value &other) const override;

 private:
  long number_;
};

class Text final : public Value {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  Kind kind() const override { return Kind::text; }
  const std::string &text() const { return text_; }
  std::string print() const override { return '"' + text_ + '"'; }
  uint64_t hash() const override;

 protected:
  int compareSame(const Value &other) const override;

 private:
  std::string text_;
};

// Owns its elements.
class List final : public Value {
 public:
  // Retains what it is given.
  explicit List(const std::vector<Value *> &elements);
  Kind kind() const override { return Kind::list; }
  size_t size() const { return elements_.size(); }
  // Lives as long as the list does.
  Value *at(size_t index) const { return elements_[index]; }
  // A new list, which the caller owns, with one element more.
  List *appending(Value *element) const;
  // A new list without some elements, null where there is no such range.
  List *slice(size_t begin, size_t end) const;
  std::string print() const override;
  uint64_t hash() const override;

 protected:
  ~List() override;
  int compareSame(const Value &other) const override;

 private:
  std::vector<Value *> elements_;
};

// Reads what `print` writes; the result is owned, and null where the text makes no sense.
Value *readValue(const std::string &text);

// Equal texts become one object, so that keys are compared by address. Thread-safe; owns what it keeps.
class TextTable {
 public:
  explicit TextTable(size_t most) : most_(most), slots_(most * 2) {}
  ~TextTable();
  // Owned by the caller.
  Text *intern(const std::string &text);
  size_t size() const { return count_; }

 private:
  size_t most_;
  size_t count_ = 0;
  std::vector<Text *> slots_;
};

}  // namespace engine
