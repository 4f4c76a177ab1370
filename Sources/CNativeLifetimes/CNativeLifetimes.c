#define _GNU_SOURCE
#include "CNativeLifetimes.h"

__thread void *native_lifetimes_innermost_use;

#ifdef __linux__
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

static int membarrier(int command) { return (int)syscall(SYS_membarrier, command, 0, 0); }

int native_lifetimes_can_order_all_threads(void) {
  static int answer;  // 0 not asked yet, 1 no, 2 yes; asking twice at the same time does no harm
  int known = __atomic_load_n(&answer, __ATOMIC_RELAXED);
  if (!known) {
    known = membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0 ? 2 : 1;
    __atomic_store_n(&answer, known, __ATOMIC_RELAXED);
  }
  return known == 2;
}

void native_lifetimes_order_all_threads(void) {
  if (membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0) return;
  // A sandbox that was closed after the start has taken the quick way; the slow one, then time itself: a store
  // stays in a processor's buffer for nanoseconds.
  if (membarrier(MEMBARRIER_CMD_GLOBAL) != 0) usleep(20000);
}
#else
int native_lifetimes_can_order_all_threads(void) { return 0; }
void native_lifetimes_order_all_threads(void) {}
#endif
