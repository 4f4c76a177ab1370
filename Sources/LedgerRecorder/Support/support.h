// What the recorder needs of C and cannot say in Embedded Swift: thread-local storage, atomics, the frame address,
// and calls whose C declarations are macros or variadic.
#ifndef DEED_RECORDER_SUPPORT_H
#define DEED_RECORDER_SUPPORT_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

// As deed/recorder.h says it; that header's functions are what is defined in Swift.
typedef enum { deed_owner, deed_pointer } deed_ownership;

// The head of a thread's buffer. It lies in the trace file itself, mapped, so that what was recorded is in the file
// even if the process is killed at the next instruction.
struct deed_buffer {
  uint32_t magic;
  uint32_t kind;
  uint32_t thread;
  // Of the whole chunk behind this head, in bytes.
  uint32_t capacity;
  // The ordinals, in this thread, of the next event and of the first one that is still here: never reset, so that
  // another thread can read how far this one has come in one word.
  uint64_t used;
  uint64_t first_ordinal;
  uint64_t dropped;
  uint64_t reserved[3];
};

struct deed_thread {
  struct deed_buffer *buffer;
  // Where the event with ordinal 0 would be: indexed by ordinal.
  uint64_t *events;
  // The ordinal at which the slow path has something to do.
  uint64_t limit;
  uintptr_t stack_low;
  uintptr_t stack_high;
  uint64_t file_offset;
  long live;
  long references;
  struct deed_thread *next;
  uint32_t index;
  // Not zero while this thread is in a slow path: a signal handler's event must not enter it again.
  uint32_t depth;
};

static inline struct deed_thread **deed_thread_slot(void) {
  static __thread struct deed_thread *thread __attribute__((tls_model("initial-exec")));
  return &thread;
}

static inline uint64_t deed_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline uint64_t deed_wall_clock(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

__attribute__((always_inline)) static inline uintptr_t deed_frame(void) {
  return (uintptr_t)__builtin_frame_address(0);
}

// A word of the stack. The caller has checked that it lies in the stack; no sanitizer needs to check it again.
__attribute__((no_sanitize("address"))) static inline uintptr_t deed_word_at(uintptr_t address) {
  return *(const uintptr_t *)address;
}

static inline uint64_t deed_load(const uint64_t *place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
static inline void deed_store(uint64_t *place, uint64_t value) { __atomic_store_n(place, value, __ATOMIC_RELEASE); }
static inline uint64_t deed_add(uint64_t *place, uint64_t value) {
  return __atomic_fetch_add(place, value, __ATOMIC_ACQ_REL);
}
static inline int deed_exchange_if(uint64_t *place, uint64_t expected, uint64_t value) {
  return __atomic_compare_exchange_n(place, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
// The compiler may not move the event's store behind the store of `used`: a signal, or a kill, comes between.
static inline void deed_signal_fence(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

static inline int deed_open_new(const char *path) { return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644); }
static inline int deed_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }
static inline int deed_errno(void) { return errno; }
static inline void deed_set_errno(int value) { errno = value; }
static inline const char *deed_getenv(const char *name) { return getenv(name); }
static inline int deed_map_failed(const void *address) { return address == MAP_FAILED; }
static inline int deed_error_exists(void) { return EEXIST; }
static inline int deed_error_interrupted(void) { return EINTR; }
static inline void deed_trap(void) { raise(SIGTRAP); }

#endif  // DEED_RECORDER_SUPPORT_H
