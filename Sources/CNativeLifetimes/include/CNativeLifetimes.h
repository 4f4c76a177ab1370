// The things about threads that Swift's standard library has no word for: which thread this is, one pointer
// that each thread has for itself, and an order of memory that only one of two threads pays for.
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

/// Keeps the compiler from moving memory accesses across. The processor may still let a later load overtake an
/// earlier store, unless another thread calls `native_lifetimes_order_all_threads`.
static inline __attribute__((always_inline)) void native_lifetimes_keep_order(void) {
  __asm__ volatile("" ::: "memory");
}

/// Whether the other half exists here; asks the system once.
int native_lifetimes_can_order_all_threads(void);

/// When it returns, every thread of the process has come past a full memory barrier since it was called.
void native_lifetimes_order_all_threads(void);

#endif
