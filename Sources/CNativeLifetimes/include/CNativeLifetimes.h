// The two things about threads that Swift's standard library has no word for, both of them one or two
// instructions long: which thread this is, and one pointer that each thread has for itself.
#ifndef C_NATIVE_LIFETIMES_H
#define C_NATIVE_LIFETIMES_H

#include <stdint.h>

/// A number that differs between any two threads that live at the same time. It is an address, so it is
/// never below 4096 and its lowest bits are free for flags.
static inline uintptr_t native_lifetimes_thread(void) { return (uintptr_t)__builtin_thread_pointer(); }

/// Defined once, in the C file: a `static` here would be one variable for each importing module.
extern __thread void *native_lifetimes_innermost_use __attribute__((tls_model("initial-exec")));

/// Where this thread keeps the head of its list of uses that are under way.
static inline void **native_lifetimes_uses(void) { return &native_lifetimes_innermost_use; }

#endif
