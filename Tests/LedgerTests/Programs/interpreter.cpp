// What the recorder asks an interpreter of CPython, and one object that an extension gets and gives up. The argument is the
// version that the interpreter says it has.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" {
void deed_python_acquire(std::uintptr_t object) __attribute__((weak));
void deed_python_give_up(std::uintptr_t object) __attribute__((weak));

static const char *version;
const char *Py_GetVersion() { return version; }
void PyMem_GetAllocator(int, void *) {}
void PyMem_SetAllocator(int, void *) {}
}

struct Type {
  std::intptr_t count;
  Type *type;
  std::size_t size;
  const char *name;
  char slots[168 - 32];
  unsigned long flags;
};

struct Object {
  std::intptr_t count;
  Type *type;
};

int main(int, char **words) {
  version = words[1];
  auto *type = static_cast<Type *>(std::calloc(1, sizeof(Type)));
  type->name = "thing";
  auto *object = static_cast<Object *>(std::calloc(1, sizeof(Object)));
  object->count = 1;
  object->type = type;
  deed_python_acquire(reinterpret_cast<std::uintptr_t>(object));
  deed_python_give_up(reinterpret_cast<std::uintptr_t>(object));
}
