// The same function twice: with counting by hand in namespace `raw`, with Ref in namespace `ref`. Their machine code
// has to be the same.
#include "deed/ref.hpp"

struct Object {
  int count;
  int number;
};
void destroy(Object *object) noexcept;
inline void ref_retain(Object *object) noexcept { ++object->count; }
inline void ref_release(Object *object) noexcept {
  if (--object->count == 0) destroy(object);
}
Object *make() noexcept;

namespace raw {
int read(Object *const &object) { return object->number; }
Object *pass(Object *object) { return object; }
Object *share(Object *object) {
  if (object != nullptr) ref_retain(object);
  return object;
}
void drop(Object **place) {
  Object *object = *place;
  *place = nullptr;
  if (object != nullptr) ref_release(object);
}
void useFresh() {
  Object *object = make();
  object->number = 1;
  ref_release(object);
}
}  // namespace raw

namespace ref {
using deed::Ref;
int read(const Ref<Object> &object) { return object->number; }
Object *pass(Object *object) { return Ref<Object>::adopt(object).detach(); }
Object *share(Object *object) { return Ref<Object>::retain(object).detach(); }
void drop(Ref<Object> *place) { *place = nullptr; }
void useFresh() {
  auto object = Ref<Object>::adopt(make());
  object->number = 1;
}
}  // namespace ref
