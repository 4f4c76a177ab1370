// Ref<T>: an owner of one reference to an object that keeps its own count. C++14 and later; nothing but the standard
// library.
//
// Say once for each family of objects how it counts, beside the base class:
//
//     namespace gpos {
//     inline void ref_retain(CRefCount *object) noexcept { object->AddRef(); }
//     inline void ref_release(CRefCount *object) noexcept { object->Release(); }
//     }
//
// or specialise deed::RefTraits<T> where argument-dependent lookup cannot reach. T may be incomplete where Ref<T> is
// declared; it must be complete where a reference is retained or released.
//
// Taking over a reference and taking another one are different things and have different names:
//
//     auto fresh  = deed::Ref<T>::adopt(new T());   // the count that `new` left is now ours
//     auto shared = deed::Ref<T>::retain(borrowed); // one more
//
// There is no constructor from a raw pointer, so that neither happens by accident.
#ifndef DEED_REF_HPP
#define DEED_REF_HPP

#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

// A Ref is passed in a register where the compiler can do it.
#if defined(__clang__) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::trivial_abi)
#define DEED_TRIVIAL_ABI [[clang::trivial_abi]]
#endif
#endif
#ifndef DEED_TRIVIAL_ABI
#define DEED_TRIVIAL_ABI
#endif

namespace deed {

// How objects of type T are counted. The functions are looked up where T is complete.
template <class T>
struct RefTraits {
  // The count of an object that may not be changed otherwise changes all the same.
  using Counted = typename std::remove_cv<T>::type;
  static void retain(T *object) noexcept { ref_retain(const_cast<Counted *>(object)); }
  static void release(T *object) noexcept { ref_release(const_cast<Counted *>(object)); }
};

template <class T>
class DEED_TRIVIAL_ABI Ref {
 public:
  using element_type = T;

  constexpr Ref() noexcept : pointer_(nullptr) {}
  constexpr Ref(std::nullptr_t) noexcept : pointer_(nullptr) {}

  // Takes over a reference that the caller has: no count changes.
  static Ref adopt(T *object) noexcept { return Ref(object, Adopted()); }

  // Takes a reference of its own; null is let pass.
  static Ref retain(T *object) noexcept {
    if (object != nullptr) RefTraits<T>::retain(object);
    return Ref(object, Adopted());
  }

  Ref(const Ref &other) noexcept : pointer_(other.pointer_) {
    if (pointer_ != nullptr) RefTraits<T>::retain(pointer_);
  }
  Ref(Ref &&other) noexcept : pointer_(other.detach()) {}

  // From a derived class to its base.
  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  Ref(const Ref<U> &other) noexcept : pointer_(other.get()) {
    if (pointer_ != nullptr) RefTraits<T>::retain(pointer_);
  }
  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  Ref(Ref<U> &&other) noexcept : pointer_(other.detach()) {}

  ~Ref() {
    if (pointer_ != nullptr) RefTraits<T>::release(pointer_);
  }

  // The new reference is in place before the old one is released: a release may run code that looks at this Ref.
  Ref &operator=(const Ref &other) noexcept {
    Ref(other).swap(*this);
    return *this;
  }
  Ref &operator=(Ref &&other) noexcept {
    Ref(std::move(other)).swap(*this);
    return *this;
  }
  Ref &operator=(std::nullptr_t) noexcept {
    Ref().swap(*this);
    return *this;
  }
  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  Ref &operator=(const Ref<U> &other) noexcept {
    Ref(other).swap(*this);
    return *this;
  }
  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  Ref &operator=(Ref<U> &&other) noexcept {
    Ref(std::move(other)).swap(*this);
    return *this;
  }

  // For code that only uses the object while this Ref lives.
  T *get() const noexcept { return pointer_; }
  T *operator->() const noexcept { return pointer_; }
  typename std::add_lvalue_reference<T>::type operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

  // For the border to raw code: the caller has the reference now, and has to release it.
  T *detach() noexcept {
    T *object = pointer_;
    pointer_ = nullptr;
    return object;
  }

  void swap(Ref &other) noexcept {
    T *object = pointer_;
    pointer_ = other.pointer_;
    other.pointer_ = object;
  }
  friend void swap(Ref &left, Ref &right) noexcept { left.swap(right); }

 private:
  struct Adopted {};
  Ref(T *object, Adopted) noexcept : pointer_(object) {}

  T *pointer_;
};

template <class T, class U>
bool operator==(const Ref<T> &left, const Ref<U> &right) noexcept { return left.get() == right.get(); }
template <class T, class U>
bool operator!=(const Ref<T> &left, const Ref<U> &right) noexcept { return left.get() != right.get(); }
template <class T, class U>
bool operator==(const Ref<T> &left, U *right) noexcept { return left.get() == right; }
template <class T, class U>
bool operator!=(const Ref<T> &left, U *right) noexcept { return left.get() != right; }
template <class T, class U>
bool operator==(T *left, const Ref<U> &right) noexcept { return left == right.get(); }
template <class T, class U>
bool operator!=(T *left, const Ref<U> &right) noexcept { return left != right.get(); }
template <class T>
bool operator==(const Ref<T> &left, std::nullptr_t) noexcept { return left.get() == nullptr; }
template <class T>
bool operator!=(const Ref<T> &left, std::nullptr_t) noexcept { return left.get() != nullptr; }
template <class T>
bool operator==(std::nullptr_t, const Ref<T> &right) noexcept { return right.get() == nullptr; }
template <class T>
bool operator!=(std::nullptr_t, const Ref<T> &right) noexcept { return right.get() != nullptr; }
template <class T, class U>
bool operator<(const Ref<T> &left, const Ref<U> &right) noexcept {
  return std::less<const volatile void *>()(left.get(), right.get());
}

// What a global is in the place of a Ref: it is there before anything runs, and the end of the program does not release what it
// holds, which other globals and threads may still use then. Whoever set a raw pointer to null by hand sets this to null.
template <class T>
class StaticRef {
 public:
  using element_type = T;

  constexpr StaticRef() noexcept : pointer_(nullptr) {}
  constexpr StaticRef(std::nullptr_t) noexcept : pointer_(nullptr) {}
  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  StaticRef(Ref<U> first) noexcept : pointer_(first.detach()) {}
  constexpr StaticRef(StaticRef &&other) noexcept : pointer_(other.pointer_) { other.pointer_ = nullptr; }

  template <class U, class = typename std::enable_if<std::is_convertible<U *, T *>::value>::type>
  StaticRef &operator=(Ref<U> next) noexcept {
    Ref<T> last = Ref<T>::adopt(pointer_);
    pointer_ = next.detach();
    return *this;
  }
  StaticRef &operator=(const StaticRef &other) noexcept { return *this = Ref<T>::retain(other.pointer_); }
  StaticRef &operator=(std::nullptr_t) noexcept { return *this = Ref<T>(); }

  // A copy is one more reference; what is moved out leaves null behind.
  template <class U, class = typename std::enable_if<std::is_convertible<T *, U *>::value>::type>
  operator Ref<U>() const & noexcept { return Ref<U>::retain(pointer_); }
  template <class U, class = typename std::enable_if<std::is_convertible<T *, U *>::value>::type>
  operator Ref<U>() && noexcept { return Ref<U>::adopt(detach()); }

  T *get() const noexcept { return pointer_; }
  T *operator->() const noexcept { return pointer_; }
  typename std::add_lvalue_reference<T>::type operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

  T *detach() noexcept {
    T *object = pointer_;
    pointer_ = nullptr;
    return object;
  }

 private:
  T *pointer_;
};

template <class T, class U>
bool operator==(const StaticRef<T> &left, const StaticRef<U> &right) noexcept { return left.get() == right.get(); }
template <class T, class U>
bool operator!=(const StaticRef<T> &left, const StaticRef<U> &right) noexcept { return left.get() != right.get(); }
template <class T>
bool operator==(const StaticRef<T> &left, std::nullptr_t) noexcept { return left.get() == nullptr; }
template <class T>
bool operator!=(const StaticRef<T> &left, std::nullptr_t) noexcept { return left.get() != nullptr; }
template <class T>
bool operator==(std::nullptr_t, const StaticRef<T> &right) noexcept { return right.get() == nullptr; }
template <class T>
bool operator!=(std::nullptr_t, const StaticRef<T> &right) noexcept { return right.get() != nullptr; }
template <class T, class U>
auto operator==(const StaticRef<T> &left, const U &right) noexcept -> decltype(left.get() == right) { return left.get() == right; }
template <class T, class U>
auto operator!=(const StaticRef<T> &left, const U &right) noexcept -> decltype(left.get() != right) { return left.get() != right; }
template <class T, class U>
auto operator==(const U &left, const StaticRef<T> &right) noexcept -> decltype(left == right.get()) { return left == right.get(); }
template <class T, class U>
auto operator!=(const U &left, const StaticRef<T> &right) noexcept -> decltype(left != right.get()) { return left != right.get(); }

// Adopts what a `new` expression made, whatever its placement arguments:
// `adopt_ref(GPOS_NEW(mp) T(mp, size))`.
template <class T>
Ref<T> adopt_ref(T *fresh) noexcept { return Ref<T>::adopt(fresh); }

// Takes a reference of its own to what somebody else keeps alive.
template <class T>
Ref<T> retain_ref(T *borrowed) noexcept { return Ref<T>::retain(borrowed); }

// What stands between the parentheses after `new`.
template <class Allocator>
struct Placement {
  Allocator &allocator;
};
template <class Allocator>
Placement<Allocator> in(Allocator &allocator) noexcept { return {allocator}; }

// Makes an object and adopts its first count: `make_ref<T>(size)`, `make_ref<T>(deed::in(pool), size)`.
template <class T, class... Arguments>
Ref<T> make_ref(Arguments &&...arguments) {
  return Ref<T>::adopt(new T(std::forward<Arguments>(arguments)...));
}
template <class T, class Allocator, class... Arguments>
Ref<T> make_ref(Placement<Allocator> place, Arguments &&...arguments) {
  return Ref<T>::adopt(new (place.allocator) T(std::forward<Arguments>(arguments)...));
}

// Casts that keep the reference: a copy takes one more, a moved-from Ref gives its own.
template <class T, class U>
Ref<T> static_ref_cast(const Ref<U> &other) noexcept { return Ref<T>::retain(static_cast<T *>(other.get())); }
template <class T, class U>
Ref<T> static_ref_cast(Ref<U> &&other) noexcept { return Ref<T>::adopt(static_cast<T *>(other.detach())); }
template <class T, class U>
Ref<T> const_ref_cast(const Ref<U> &other) noexcept { return Ref<T>::retain(const_cast<T *>(other.get())); }
template <class T, class U>
Ref<T> const_ref_cast(Ref<U> &&other) noexcept { return Ref<T>::adopt(const_cast<T *>(other.detach())); }
template <class T, class U>
Ref<T> dynamic_ref_cast(const Ref<U> &other) noexcept { return Ref<T>::retain(dynamic_cast<T *>(other.get())); }
// A cast that fails leaves the reference where it was.
template <class T, class U>
Ref<T> dynamic_ref_cast(Ref<U> &&other) noexcept {
  T *object = dynamic_cast<T *>(other.get());
  if (object == nullptr) return nullptr;
  other.detach();
  return Ref<T>::adopt(object);
}

}  // namespace deed

namespace std {
template <class T>
struct hash<deed::Ref<T>> {
  size_t operator()(const deed::Ref<T> &reference) const noexcept { return hash<T *>()(reference.get()); }
};
}  // namespace std

#endif  // DEED_REF_HPP
