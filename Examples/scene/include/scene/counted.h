#pragma once

namespace scene {

/// Whoever holds a counted object has to end its hold once. Nothing here is known to Deed in advance:
/// it finds out from the two bodies below.
class Counted {
 public:
  Counted() = default;
  Counted(const Counted &) = delete;
  Counted &operator=(const Counted &) = delete;

  void Hold() const { ++holders_; }

  void Drop() const {
    if (--holders_ == 0) delete this;
  }

 protected:
  virtual ~Counted() = default;

 private:
  mutable int holders_ = 1;
};

/// Drops what may be null, and forgets it.
template <typename T>
void DropAndForget(T *&object) {
  if (object != nullptr) object->Drop();
  object = nullptr;
}

}  // namespace scene
