#include "counted.h"
#include "deed/counting.hpp"

namespace box {

class Name : public Counted {
 public:
  explicit Name(int number) : number_(number) {}
  int number() const { return number_; }

 private:
  int number_;
};

template <class T>
void CleanupRelease(T *object) {
  object->Release();
}
template <class T>
void CleanupNothing(T *) {}

inline bool sameName(const Name *left, const Name *right) { return left->number() == right->number(); }
inline bool sameSize(const Box *left, const Box *right) { return left->size() == right->size(); }

// Ends its keys and values by functions.
template <class K, class T, bool (*Same)(const K *, const K *), void (*CleanupKey)(K *), void (*CleanupValue)(T *)>
class Map : public Counted {
 public:
  Map() : count_(0) {}
  ~Map() {
    for (int i = 0; i < count_; ++i) {
      CleanupKey(keys_[i]);
      CleanupValue(values_[i]);
    }
  }
  void Insert(K *key, T *value) {
    keys_[count_] = key;
    values_[count_++] = value;
  }
  T *Find(const K *key) const {
    for (int i = 0; i < count_; ++i) {
      if (Same(keys_[i], key)) return values_[i];
    }
    return NULL;
  }

 private:
  K *keys_[8];
  T *values_[8];
  int count_;
};

template <class T, bool (*Same)(const T *, const T *), void (*Cleanup)(T *)>
class Set : public Counted {
 public:
  Set() : count_(0) {}
  ~Set() {
    for (int i = 0; i < count_; ++i) Cleanup(items_[i]);
  }
  void Insert(T *item) { items_[count_++] = item; }
  bool Contains(const T *item) const {
    for (int i = 0; i < count_; ++i) {
      if (Same(items_[i], item)) return true;
    }
    return false;
  }

 private:
  T *items_[8];
  int count_;
};

// Their keys, values and items end themselves, or nobody ends them.
template <class K, class T, bool (*Same)(const Name *, const Name *)>
class Table : public Counted {
 public:
  Table() : count_(0) {}
  void Insert(K key, T value) {
    keys_[count_] = static_cast<K &&>(key);
    values_[count_++] = static_cast<T &&>(value);
  }
  T Find(const Name *key) const {
    for (int i = 0; i < count_; ++i) {
      if (Same(&*keys_[i], key)) return values_[i];
    }
    return T();
  }

 private:
  K keys_[8];
  T values_[8];
  int count_;
};

template <class T, bool (*Same)(const Box *, const Box *)>
class Group : public Counted {
 public:
  Group() : count_(0) {}
  void Insert(T item) { items_[count_++] = static_cast<T &&>(item); }
  bool Contains(const Box *item) const {
    for (int i = 0; i < count_; ++i) {
      if (Same(&*items_[i], item)) return true;
    }
    return false;
  }

 private:
  T items_[8];
  int count_;
};

typedef box::Table<deed::Ref<Name>, deed::Ref<Box>, sameName> Boxes;
typedef box::Table<deed::Ref<Name>, Box *, sameName> Views;
typedef box::Group<deed::Ref<Box>, sameSize> Sizes;

deed::Ref<Boxes> fill(Box *last) {
  deed::Ref<Boxes> boxes = deed::Ref<Boxes>::adopt(new Boxes());
  boxes->Insert(deed::adopt_ref(new Name(1)), deed::adopt_ref(new Box(10)));
  deed::Ref<Name> two = deed::Ref<Name>::adopt(new Name(2));
  boxes->Insert(std::move(two), deed::retain_ref(last));
  return boxes;
}

int view(Boxes *boxes) {
  deed::Ref<Views> views = deed::Ref<Views>::adopt(new Views());
  deed::Ref<Name> name = deed::Ref<Name>::adopt(new Name(2));
  Box *found = boxes->Find(name.get()).get();
  views->Insert(name, found);
  int size = look(views->Find(name.get()));
  return size;
}

int collect(Box *one) {
  deed::Ref<Sizes> sizes = deed::Ref<Sizes>::adopt(new Sizes());
  sizes->Insert(deed::retain_ref(one));
  sizes->Insert(deed::adopt_ref(new Box(7)));
  int total = sizes->Contains(one) ? 100 : 200;
  return total;
}

int run() {
  deed::Ref<Box> last = deed::Ref<Box>::adopt(new Box(20));
  deed::Ref<Boxes> boxes = fill(last.get());
  int total = view(boxes.get()) + collect(last.get());
  return total;
}

}  // namespace box
