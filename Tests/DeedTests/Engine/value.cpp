#include "value.h"

#include <cctype>

namespace engine {

int Value::compare(const Value &other) const {
  if (kind() != other.kind()) return kind() < other.kind() ? -1 : 1;
  return compareSame(other);
}

int Number::compareSame(const Value &other) const {
  long mine = number_, theirs = static_cast<const Number &>(other).number_;
  return mine < theirs ? -1 : mine > theirs;
}

int Text::compareSame(const Value &other) const {
  int order = text_.compare(static_cast<const Text &>(other).text_);
  return order < 0 ? -1 : order > 0;
}

static uint64_t hashText(const std::string &text) {
  uint64_t hash = 14695981039346656037u;
  for (unsigned char letter : text) hash = (hash ^ letter) * 1099511628211u;
  return hash;
}

uint64_t Text::hash() const { return hashText(text_); }

List::List(const std::vector<Value *> &elements) : elements_(elements) {
  for (Value *element : elements_) element->hold();
}

List::~List() {
  for (Value *element : elements_) element->drop();
}

List *List::appending(Value *element) const {
  std::vector<Value *> elements = elements_;
  elements.push_back(element);
  return new List(elements);
}

List *List::slice(size_t begin, size_t end) const {
  if (begin > end || end > elements_.size()) return nullptr;
  return new List(std::vector<Value *>(elements_.begin() + begin, elements_.begin() + end));
}

std::string List::print() const {
  std::string text = "[";
  for (size_t index = 0; index < elements_.size(); ++index) {
    if (index > 0) text += ",";
    text += elements_[index]->print();
  }
  return text + "]";
}

uint64_t List::hash() const {
  uint64_t hash = elements_.size();
  for (Value *element : elements_) hash = hash * 31 + element->hash();
  return hash;
}

int List::compareSame(const Value &other) const {
  const List &list = static_cast<const List &>(other);
  for (size_t index = 0; index < elements_.size() && index < list.size(); ++index)
    if (int order = elements_[index]->compare(*list.at(index))) return order;
  return elements_.size() < list.size() ? -1 : elements_.size() > list.size();
}

namespace {

class ValueReader {
 public:
  explicit ValueReader(const std::string &text) : text_(text) {}

  Value *all() {
    Value *value = one();
    if (value && at_ != text_.size()) {
      value->drop();
      return nullptr;
    }
    return value;
  }

 private:
  const std::string &text_;
  size_t at_ = 0;

  bool takes(char letter) {
    if (at_ >= text_.size() || text_[at_] != letter) return false;
    ++at_;
    return true;
  }

  Value *one() {
    if (takes('"')) return quoted();
    if (takes('[')) return list();
    return number();
  }

  Value *number() {
    size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
    if (at_ == begin || (at_ == begin + 1 && text_[begin] == '-')) return nullptr;
    return new Number(std::stol(text_.substr(begin, at_ - begin)));
  }

  Value *quoted() {
    size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') ++at_;
    std::string text = text_.substr(begin, at_ - begin);
    if (!takes('"')) return nullptr;
    return new Text(text);
  }

  Value *list() {
    std::vector<Value *> elements;
    List *list = nullptr;
    if (takes(']') || elementsUpToEnd(elements)) list = new List(elements);
    // The list has its own references.
    for (Value *element : elements) element->drop();
    return list;
  }

  bool elementsUpToEnd(std::vector<Value *> &elements) {
    do {
      Value *element = one();
      if (!element) return false;
      elements.push_back(element);
    } while (takes(','));
    return takes(']');
  }
};

}  // namespace

Value *readValue(const std::string &text) { return ValueReader(text).all(); }

TextTable::~TextTable() {
  for (Text *text : slots_)
    if (text) text->drop();
}

Text *TextTable::intern(const std::string &text) {
  size_t slot = hashText(text) % slots_.size();
  while (slots_[slot]) {
    if (slots_[slot]->text() == text) {
      slots_[slot]->hold();
      return slots_[slot];
    }
    slot = (slot + 1) % slots_.size();
  }
  Text *made = new Text(text);
  if (count_ < most_) {
    ++count_;
    made->hold();
    slots_[slot] = made;
  }
  return made;
}

}  // namespace engine
