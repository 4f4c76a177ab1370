// What the recorder needs of C and cannot say in Embedded Swift: thread-local storage, atomics, the frame address,
// and calls whose C declarations are macros or variadic.
#ifndef DEED_RECORDER_SUPPORT_H
#define DEED_RECORDER_SUPPORT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
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
  // What all threads that used this buffer added to the totals. Who watches from outside reads them in the file.
  int64_t live;
  int64_t references;
  // Zero in a copy of the buffer that is in its final place, else one more than the events of earlier threads here.
  uint64_t events_before;
};

// An event that came while its thread was at work in the recorder.
struct deed_deferred {
  uintptr_t object;
  uint32_t operation;
  uint32_t stack;
};

// How frames were chained when they were last followed, by the one that the chain begins with: where they still are, the
// addresses that they return to are read without one load waiting for another.
enum { deed_walk_frames = 7, deed_walk_count = 64 };
struct deed_walk {
  // The innermost first; behind the last what it holds for the next.
  uintptr_t frames[deed_walk_frames + 1];
  uint64_t count;
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
  // Room for a buffer's events on their way to the file; null until the first are written.
  void *packed;
  struct deed_thread *next;
  uint32_t index;
  // Not zero while this thread is in a slow path: a signal handler's event must not enter it again.
  uint32_t depth;
  uint32_t deferred_count;
  struct deed_deferred deferred[16];
  struct deed_walk walks[deed_walk_count];
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

static inline struct deed_deferred *deed_deferred_of(struct deed_thread *thread) { return thread->deferred; }

static inline struct deed_walk *deed_walk_from(struct deed_thread *thread, uintptr_t frame) {
  return &thread->walks[(frame >> 4 ^ frame >> 9) % deed_walk_count];
}

// The addresses that a chain of frames returns to as one number, each by its place in it; 0 where the frames are chained
// differently by now.
__attribute__((no_sanitize("address"))) static inline uint64_t deed_walk_sum(const struct deed_walk *walk, uintptr_t frame) {
  static const uint64_t factors[deed_walk_frames] = {
      0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93,
      0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3};
  if (walk->frames[0] != frame) return 0;
  uint64_t sum = 0;
  uintptr_t difference = 0;
#pragma clang loop unroll(full)
  for (uint64_t index = 0; index < deed_walk_frames; ++index) {
    if (index == walk->count) break;
    const uintptr_t *words = (const uintptr_t *)walk->frames[index];
    difference |= words[0] ^ walk->frames[index + 1];
    sum += words[1] * factors[index];
  }
  return difference == 0 ? sum : 0;
}

static inline uint64_t deed_load(const uint64_t *place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
static inline void deed_store(uint64_t *place, uint64_t value) { __atomic_store_n(place, value, __ATOMIC_RELEASE); }
static inline uint64_t deed_add(uint64_t *place, uint64_t value) {
  return __atomic_fetch_add(place, value, __ATOMIC_ACQ_REL);
}
static inline int deed_exchange_if(uint64_t *place, uint64_t expected, uint64_t value) {
  return __atomic_compare_exchange_n(place, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
// All threads of the process have seen what this one wrote when it returns.
static inline void deed_tell_threads(void) { syscall(SYS_membarrier, 1 /* global */, 0, 0); }
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
static inline void *deed_find(const char *name) { return dlsym(RTLD_DEFAULT, name); }
static inline void *deed_find_next(const char *name) { return dlsym(RTLD_NEXT, name); }

// The parts of memory that programs and libraries were loaded to, their zeroed data with them.
struct deed_range {
  uintptr_t low;
  uintptr_t high;
};
struct deed_ranges {
  struct deed_range *ranges;
  int count;
  int capacity;
};

static int deed_add_ranges(struct dl_phdr_info *information, size_t size, void *context) {
  struct deed_ranges *list = (struct deed_ranges *)context;
  (void)size;
  for (int index = 0; index < information->dlpi_phnum && list->count < list->capacity; ++index) {
    const ElfW(Phdr) *part = &information->dlpi_phdr[index];
    if (part->p_type != PT_LOAD) continue;
    list->ranges[list->count].low = information->dlpi_addr + part->p_vaddr;
    list->ranges[list->count].high = information->dlpi_addr + part->p_vaddr + part->p_memsz;
    ++list->count;
  }
  return 0;
}

static inline int deed_find_ranges(struct deed_range *ranges, int capacity) {
  struct deed_ranges list = {ranges, 0, capacity};
  dl_iterate_phdr(deed_add_ranges, &list);
  return list.count;
}

// Which build of a file is in memory: the place of its note, and the note's content.
struct deed_identity {
  uint64_t address;
  uint64_t length;
  uint8_t bytes[24];
};
struct deed_identities {
  struct deed_identity *list;
  int count;
  int capacity;
};

static int deed_add_identity(struct dl_phdr_info *information, size_t size, void *context) {
  struct deed_identities *all = (struct deed_identities *)context;
  (void)size;
  for (int index = 0; index < information->dlpi_phnum; ++index) {
    const ElfW(Phdr) *part = &information->dlpi_phdr[index];
    if (part->p_type != PT_NOTE) continue;
    uintptr_t at = information->dlpi_addr + part->p_vaddr, end = at + part->p_memsz;
    while (at + sizeof(ElfW(Nhdr)) + 4 <= end) {
      const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)at;
      uintptr_t content = at + sizeof *note + ((note->n_namesz + 3) & ~3u);
      int is_build = note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(note + 1, "GNU", 4) == 0;
      if (is_build && note->n_descsz <= 24 && content + note->n_descsz <= end && all->count < all->capacity) {
        struct deed_identity *identity = &all->list[all->count++];
        memset(identity, 0, sizeof *identity);
        identity->address = at;
        identity->length = note->n_descsz;
        memcpy(identity->bytes, (const void *)content, note->n_descsz);
        return 0;
      }
      at = content + ((note->n_descsz + 3) & ~3u);
    }
  }
  return 0;
}

static inline int deed_find_identities(struct deed_identity *list, int capacity) {
  struct deed_identities all = {list, 0, capacity};
  dl_iterate_phdr(deed_add_identity, &all);
  return all.count;
}

// What the processor held when a signal came: the frame and the instruction first. Returns how many there are.
static inline int deed_registers(void *context, uintptr_t *registers) {
  const mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
  int count = 2;
#if defined(__x86_64__)
  registers[0] = (uintptr_t)machine->gregs[REG_RBP];
  registers[1] = (uintptr_t)machine->gregs[REG_RIP];
  for (int index = 0; index <= REG_RSP; ++index) registers[count++] = (uintptr_t)machine->gregs[index];
#elif defined(__aarch64__)
  registers[0] = (uintptr_t)machine->regs[29];
  registers[1] = (uintptr_t)machine->pc;
  for (int index = 0; index < 29; ++index) registers[count++] = (uintptr_t)machine->regs[index];
#else
  registers[0] = registers[1] = 0;
#endif
  return count;
}
enum { deed_most_registers = 40 };

typedef void (*deed_crash_handler)(int number, siginfo_t *information, void *context);

// `previous` gets what was in place.
static inline void deed_on_signal(int number, deed_crash_handler handler, struct sigaction *previous) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(number, &action, previous);
}

#endif  // DEED_RECORDER_SUPPORT_H
