// Counts in free functions that are defined as friends, and a smart pointer over them. The argument says which mistake is made.
#include <cstring>
#include <utility>
#include <vector>

static const char *mistake = "none";
static bool makes(const char *which) { return std::strcmp(mistake, which) == 0; }

namespace tree {
class counted {
 protected:
  virtual ~counted() = default;

 private:
  friend void keep(const counted *object) { ++object->count; }
  friend void drop(const counted *object) {
    if (--object->count == 0) delete object;
  }
  mutable int count = 0;
};

template <class T> class pointer {
 public:
  explicit pointer(T *object, bool keeps = true) : object(object) {
    if (object && keeps) keep(object);
  }
  pointer(const pointer &other) : object(other.object) {
    if (object) keep(object);
  }
  pointer(pointer &&other) noexcept : object(std::exchange(other.object, nullptr)) {}
  ~pointer() {
    if (object) drop(object);
  }
  T *operator->() const { return object; }
  T *get() const { return object; }
  T *detach() { return std::exchange(object, nullptr); }

 private:
  T *object;
};

struct leaf : counted {};

struct node : counted {
  void add(const pointer<node> &child) {
    child->parent = this;
    children.push_back(child);
  }
  std::vector<pointer<node>> children;
  std::vector<pointer<leaf>> leaves;
  // Holds nothing: who is held by its parent does not hold it.
  node *parent = nullptr;
};

static pointer<leaf> shared(new leaf);

pointer<leaf> find() {
  if (makes("extra")) keep(shared.get());  // site: extra
  return shared;
}

pointer<node> grow(int depth, bool fails) {
  pointer<node> made(new node);  // site: early
  node *whole = made.detach();
  for (int number = 0; number < depth; ++number) whole->add(grow(depth - 1, false));
  whole->leaves.push_back(find());
  if (fails) {
    if (!makes("early")) drop(whole);
    return pointer<node>(nullptr);
  }
  return pointer<node>(whole, false);
}

static node *selected;

static void select(node *one) {
  if (one) keep(one);  // site: global
  if (selected) drop(selected);
  selected = one;
}
}  // namespace tree

int main(int count, char **words) {
  if (count > 1) mistake = words[1];
  for (int round = 0; round < 40; ++round) {
    tree::pointer<tree::node> whole = tree::grow(3, round % 10 == 4);
    if (whole.get() && round % 10 == 7) tree::select(whole.get());
  }
  if (!makes("global")) tree::select(nullptr);
}
