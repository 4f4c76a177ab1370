#include "expression.h"

#include <cctype>

namespace engine {

long Operation::evaluate(const Row &row) const {
  long left = left_->evaluate(row), right = right_->evaluate(row);
  switch (sign_) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    default: return left < right;
  }
}

void Operation::print(std::string &out) const {
  out += '(';
  left_->print(out);
  out += sign_;
  right_->print(out);
  out += ')';
}

Operation::~Operation() {
  left_->drop();
  right_->drop();
}

namespace {

class Parser {
 public:
  explicit Parser(const std::string &text) : text_(text) {}

  Expression *all() {
    Expression *result = sum();
    if (result && at_ != text_.size()) {
      result->drop();
      return nullptr;
    }
    return result;
  }

 private:
  const std::string &text_;
  size_t at_ = 0;

  char next() const { return at_ < text_.size() ? text_[at_] : 0; }

  Expression *sum() {
    Expression *left = product();
    while (left && (next() == '+' || next() == '-' || next() == '<')) {
      char sign = text_[at_++];
      Expression *right = product();
      if (!right) {
        if (faulty("missing-release")) return nullptr;
        left->drop();
        return nullptr;
      }
      left = new Operation(sign, left, right);
    }
    return left;
  }

  Expression *product() {
    Expression *left = atom();
    while (left && next() == '*') {
      ++at_;
      Expression *right = atom();
      if (!right) {
        left->drop();
        return nullptr;
      }
      left = new Operation('*', left, right);
    }
    return left;
  }

  Expression *atom() {
    if (next() == '(') {
      ++at_;
      Expression *inside = sum();
      if (!inside) return nullptr;
      if (next() != ')') {
        inside->drop();
        return nullptr;
      }
      ++at_;
      return inside;
    }
    size_t begin = at_;
    if (std::isdigit(next())) {
      while (std::isdigit(next())) ++at_;
      return new Constant(std::stol(text_.substr(begin, at_ - begin)));
    }
    while (std::isalpha(next())) ++at_;
    if (at_ == begin) return nullptr;
    return new Column(text_.substr(begin, at_ - begin));  // site: missing-release
  }
};

}  // namespace

Expression *parse(const std::string &text) { return Parser(text).all(); }

Expression *simplified(Expression *expression) {
  auto *operation = dynamic_cast<Operation *>(expression);
  auto *left = operation ? dynamic_cast<Constant *>(operation->left()) : nullptr;
  if (!left) {
    expression->hold();
    return expression;
  }
  std::string text;
  expression->print(text);
  for (char letter : text)
    if (std::isalpha(letter)) {
      expression->hold();
      return expression;
    }
  return new Constant(expression->evaluate({}));
}

}  // namespace engine
