// Stands before GObject's counting functions and tells the recorder of what passes. A library of its own, loaded beside the
// recorder for `deed record --gobject`; in C, since g_object_new takes any number of arguments.
//
// Only calls that cross from one library to another come here: what GLib calls within itself does not. So objects are marked
// when they are first seen, and their end is told by a weak reference, whoever gives up the last one.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>

typedef unsigned long GType;
typedef void *Object;

extern void deed_create(const void *object, const char *type) __attribute__((weak));
extern void deed_retain(const void *object) __attribute__((weak));
extern void deed_release(const void *object) __attribute__((weak));
extern void deed_destroy(const void *object) __attribute__((weak));

// Each function is looked up once; two threads find the same.
#define NEXT(name, result, ...) \
  static result (*next)(__VA_ARGS__); \
  if (!next) next = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static void *find(const char *name) { return dlsym(RTLD_DEFAULT, name); }

static void ended(void *data, Object object) {
  (void)data;
  if (deed_destroy) deed_destroy(object);
}

// Whether the object was unknown until now; it is told of as a new one then.
static __attribute__((always_inline)) inline int meet(Object object) {
  static unsigned mark;
  static void *(*get)(Object, unsigned);
  static void (*set)(Object, unsigned, void *);
  static void (*watch)(Object, void (*)(void *, Object), void *);
  static const char *(*name)(Object);
  if (!mark) {
    get = (void *(*)(Object, unsigned))find("g_object_get_qdata");
    set = (void (*)(Object, unsigned, void *))find("g_object_set_qdata");
    watch = (void (*)(Object, void (*)(void *, Object), void *))find("g_object_weak_ref");
    name = (const char *(*)(Object))find("g_type_name_from_instance");
    unsigned (*quark)(const char *) = (unsigned (*)(const char *))find("g_quark_from_static_string");
    if (!get || !set || !watch || !name || !quark || !deed_create) return 0;
    mark = quark("deed-recorded");
  }
  if (get(object, mark)) return 0;
  set(object, mark, (void *)1);
  watch(object, ended, 0);
  deed_create(object, name(object));
  return 1;
}

Object g_object_new(GType type, const char *first, ...) {
  static Object (*next)(GType, const char *, va_list);
  if (!next) next = (Object(*)(GType, const char *, va_list))find("g_object_new_valist");
  va_list rest;
  va_start(rest, first);
  Object object = next(type, first, rest);
  va_end(rest);
  if (object) meet(object);
  return object;
}

Object g_object_new_with_properties(GType type, unsigned count, const char **names, const void *values) {
  NEXT(g_object_new_with_properties, Object, GType, unsigned, const char **, const void *);
  Object object = next(type, count, names, values);
  if (object) meet(object);
  return object;
}

Object g_object_newv(GType type, unsigned count, void *parameters) {
  NEXT(g_object_newv, Object, GType, unsigned, void *);
  Object object = next(type, count, parameters);
  if (object) meet(object);
  return object;
}

Object g_object_ref(Object object) {
  NEXT(g_object_ref, Object, Object);
  if (object && deed_retain) {
    // Of an object that a library made, the reference that is taken now is the first that is known.
    if (!meet(object)) deed_retain(object);
  }
  return next(object);
}

Object g_object_ref_sink(Object object) {
  NEXT(g_object_ref_sink, Object, Object);
  static int (*is_floating)(Object);
  if (!is_floating) is_floating = (int (*)(Object))find("g_object_is_floating");
  // A floating reference becomes the caller's own; no other is taken.
  if (object && deed_retain && !meet(object) && is_floating && !is_floating(object)) deed_retain(object);
  return next(object);
}

void g_object_unref(Object object) {
  NEXT(g_object_unref, void, Object);
  if (object && deed_release) deed_release(object);
  next(object);
}

// A reference that GObject itself takes for the caller.
static __attribute__((always_inline)) inline Object given(Object object) {
  if (object && deed_retain && !meet(object)) deed_retain(object);
  return object;
}

Object g_value_dup_object(const void *value) {
  NEXT(g_value_dup_object, Object, const void *);
  return given(next(value));
}

Object g_weak_ref_get(void *reference) {
  NEXT(g_weak_ref_get, Object, void *);
  return given(next(reference));
}

// What every version of GObject has: a class is the first word of an instance, and a property says the type of its values.
struct property {
  void *class;
  const char *name;
  unsigned flags;
  GType value_type;
};

// Names of properties and places for their values take turns; objects come with a reference.
void g_object_get(Object object, const char *first, ...) {
  static void (*next)(Object, const char *, va_list);
  static const struct property *(*find_property)(void *, const char *);
  static int (*is_a)(GType, GType);
  static GType (*object_type)(void);
  if (!next) {
    find_property = (const struct property *(*)(void *, const char *))find("g_object_class_find_property");
    is_a = (int (*)(GType, GType))find("g_type_is_a");
    object_type = (GType(*)(void))find("g_object_get_type");
    next = (void (*)(Object, const char *, va_list))find("g_object_get_valist");
  }
  va_list rest, again;
  va_start(rest, first);
  va_copy(again, rest);
  next(object, first, rest);
  for (const char *name = first; name && object; name = va_arg(again, const char *)) {
    Object *place = va_arg(again, Object *);
    const struct property *property = find_property(*(void **)object, name);
    if (!property) break;
    if (place && is_a(property->value_type, object_type())) given(*place);
  }
  va_end(again);
  va_end(rest);
}

void g_clear_object(Object *place) {
  Object object = *place;
  if (!object) return;
  *place = 0;
  g_object_unref(object);
}
