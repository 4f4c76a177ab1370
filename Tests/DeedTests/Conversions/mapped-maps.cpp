#include "counted.h"

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

typedef Map<Name, Box, sameName, CleanupRelease, CleanupRelease> Boxes;
typedef Map<Name, Box, sameName, CleanupRelease, CleanupNothing> Views;
typedef Set<Box, sameSize, CleanupRelease> Sizes;

Boxes *fill(Box *last) {
  Boxes *boxes = new Boxes();
  boxes->Insert(new Name(1), new Box(10));
  Name *two = new Name(2);
  last->AddRef();
  boxes->Insert(two, last);
  return boxes;
}

int view(Boxes *boxes) {
  Views *views = new Views();
  Name *name = new Name(2);
  Box *found = boxes->Find(name);
  views->Insert(name, found);
  int size = look(views->Find(name));
  views->Release();
  return size;
}

int collect(Box *one) {
  Sizes *sizes = new Sizes();
  one->AddRef();
  sizes->Insert(one);
  sizes->Insert(new Box(7));
  int total = sizes->Contains(one) ? 100 : 200;
  sizes->Release();
  return total;
}

int run() {
  Box *last = new Box(20);
  Boxes *boxes = fill(last);
  int total = view(boxes) + collect(last);
  last->Release();
  boxes->Release();
  return total;
}

}  // namespace box
