// Expressions as trees: a node owns its operands.
#pragma once

#include "counted.h"

#include <map>
#include <vector>

namespace engine {

using Row = std::map<std::string, long>;

class Expression : public Counted {
 public:
  virtual long evaluate(const Row &row) const = 0;
  virtual void print(std::string &out) const = 0;
};

class Constant final : public Expression {
 public:
  explicit Constant(long value) : value_(value) {}
  long evaluate(const Row &) const override { return value_; }
  void print(std::string &out) const override { out += std::to_string(value_); }

 private:
  long value_;
};

class Column final : public Expression {
 public:
  explicit Column(std::string name) : name_(std::move(name)) {}
  long evaluate(const Row &row) const override {
    auto found = row.find(name_);
    return found == row.end() ? 0 : found->second;
  }
  void print(std::string &out) const override { out += name_; }

 private:
  std::string name_;
};

class Operation final : public Expression {
 public:
  // Takes over its caller's references.
  Operation(char sign, Expression *left, Expression *right) : sign_(sign), left_(left), right_(right) {}
  long evaluate(const Row &row) const override;
  void print(std::string &out) const override;
  Expression *left() const { return left_; }

 protected:
  ~Operation() override;

 private:
  char sign_;
  Expression *left_;
  Expression *right_;
};

// The expression that a text says, owned by the caller; null where the text makes no sense.
Expression *parse(const std::string &text);

// A tree without operations on two constants; the result is owned, the argument only looked at.
Expression *simplified(Expression *expression);

}  // namespace engine
