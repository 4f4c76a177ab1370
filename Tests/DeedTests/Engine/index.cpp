#include "index.h"

#include <algorithm>

namespace engine {

namespace {

unsigned height(IndexNode *node) { return node ? node->height() : 0; }
size_t size(IndexNode *node) { return node ? node->size() : 0; }

}  // namespace

IndexNode::IndexNode(Value *key, Value *value, IndexNode *left, IndexNode *right)
    : key_(key), value_(value), left_(left), right_(right), height_(1 + std::max(engine::height(left), engine::height(right))),
      size_(1 + engine::size(left) + engine::size(right)) {
  key_->hold();
  value_->hold();
  if (left_) left_->hold();
  if (right_) right_->hold();
}

IndexNode::~IndexNode() {
  key_->drop();
  value_->drop();
  if (left_) left_->drop();
  if (right_) right_->drop();
}

namespace {

// All of these return an owned node and leave their arguments' references alone.

IndexNode *made(IndexNode *pair, IndexNode *left, IndexNode *right) {
  return new IndexNode(pair->key(), pair->value(), left, right);
}

IndexNode *turnedRight(IndexNode *pair, IndexNode *left, IndexNode *right) {
  IndexNode *lower = made(pair, left->right(), right);
  IndexNode *upper = made(left, left->left(), lower);
  lower->drop();
  return upper;
}

IndexNode *turnedLeft(IndexNode *pair, IndexNode *left, IndexNode *right) {
  IndexNode *lower = made(pair, left, right->left());
  IndexNode *upper = made(right, lower, right->right());
  lower->drop();
  return upper;
}

IndexNode *balanced(IndexNode *pair, IndexNode *left, IndexNode *right) {
  if (height(left) > height(right) + 1) {
    if (height(left->left()) >= height(left->right())) return turnedRight(pair, left, right);
    IndexNode *inner = turnedLeft(left, left->left(), left->right());
    IndexNode *result = turnedRight(pair, inner, right);
    inner->drop();
    return result;
  }
  if (height(right) > height(left) + 1) {
    if (height(right->right()) >= height(right->left())) return turnedLeft(pair, left, right);
    IndexNode *inner = turnedRight(right, right->left(), right->right());
    IndexNode *result = turnedLeft(pair, left, inner);
    inner->drop();
    return result;
  }
  return made(pair, left, right);
}

IndexNode *inserted(IndexNode *node, Value *key, Value *value) {
  if (!node) return new IndexNode(key, value, nullptr, nullptr);
  int order = key->compare(*node->key());
  if (order == 0) return new IndexNode(key, value, node->left(), node->right());
  IndexNode *below = inserted(order < 0 ? node->left() : node->right(), key, value);
  IndexNode *result = order < 0 ? balanced(node, below, node->right()) : balanced(node, node->left(), below);
  below->drop();
  return result;
}

IndexNode *withoutFirst(IndexNode *node, IndexNode *&first) {
  if (!node->left()) {
    first = node;
    if (node->right()) node->right()->hold();
    return node->right();
  }
  IndexNode *left = withoutFirst(node->left(), first);
  IndexNode *result = balanced(node, left, node->right());
  if (left) left->drop();
  return result;
}

// Null both for an empty tree and where the key is missing: the caller has looked before.
IndexNode *erased(IndexNode *node, const Value &key) {
  int order = key.compare(*node->key());
  if (order == 0) {
    if (!node->right()) {
      if (node->left()) node->left()->hold();
      return node->left();
    }
    IndexNode *next = nullptr;
    IndexNode *right = withoutFirst(node->right(), next);
    IndexNode *result = balanced(next, node->left(), right);
    if (right) right->drop();
    return result;
  }
  IndexNode *below = erased(order < 0 ? node->left() : node->right(), key);
  IndexNode *result = order < 0 ? balanced(node, below, node->right()) : balanced(node, node->left(), below);
  if (below) below->drop();
  return result;
}

IndexNode *found(IndexNode *node, const Value &key) {
  while (node) {
    int order = key.compare(*node->key());
    if (order == 0) return node;
    node = order < 0 ? node->left() : node->right();
  }
  return nullptr;
}

}  // namespace

Index::~Index() {
  if (root_) root_->drop();
}

void Index::insert(Value *key, Value *value) {
  std::lock_guard<std::mutex> guard(lock_);
  IndexNode *root = inserted(root_, key, value);
  if (root_) root_->drop();
  root_ = root;
}

bool Index::erase(const Value &key) {
  std::lock_guard<std::mutex> guard(lock_);
  if (!found(root_, key)) return false;
  IndexNode *root = erased(root_, key);
  root_->drop();
  root_ = root;
  return true;
}

Value *Index::find(const Value &key) {
  std::lock_guard<std::mutex> guard(lock_);
  IndexNode *node = found(root_, key);
  if (!node) return nullptr;
  node->value()->hold();  // site: kept-row
  return node->value();
}

IndexNode *Index::snapshot() {
  std::lock_guard<std::mutex> guard(lock_);
  if (root_) root_->hold();
  return root_;
}

size_t Index::size() {
  std::lock_guard<std::mutex> guard(lock_);
  return engine::size(root_);
}

List *valuesBetween(Index &index, const Value &low, const Value &high) {
  IndexNode *root = index.snapshot();
  std::vector<Value *> values;
  eachBetween(root, low, high, [&](Value *, Value *value) {
    values.push_back(value);
    return true;
  });
  List *list = new List(values);
  if (root) root->drop();
  return list;
}

}  // namespace engine
