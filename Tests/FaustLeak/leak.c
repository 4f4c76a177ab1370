// What libfaust keeps of each factory that it has deleted, without any Swift: factories are made, used by one
// instance and deleted as the documentation says, and the process's memory is looked at.
//
// usage: leak [interpreter|llvm] [COUNT]
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "CFaust.h"

static long resident_kilobytes(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file) return 0;
  if (fscanf(file, "%*s %ld", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static bool make_and_delete(cfaust_backend backend, int number) {
  char message[CFAUST_MESSAGE_CAPACITY + 1] = "";
  char source[64];
  snprintf(source, sizeof source, "process = *(%d);", number);
  void *factory = cfaust_compile(backend, "leak", source, 0, NULL, "", -1, message);
  if (!factory) {
    fprintf(stderr, "leak: %s\n", message);
    return false;
  }
  void *instance = cfaust_create_instance(backend, factory);
  cfaust_init(backend, instance, 48000);
  cfaust_delete_instance(backend, instance);
  // True says that nothing holds the factory any more.
  return cfaust_release_factory(backend, factory);
}

int main(int count, char **arguments) {
  cfaust_backend backend = count > 1 && !strcmp(arguments[1], "llvm") ? CFAUST_LLVM : CFAUST_INTERPRETER;
  int rounds = count > 2 ? atoi(arguments[2]) : 40;
  startMTDSPFactories();
  // The first few fill caches that stay for good.
  for (int number = 0; number < 10; number++)
    if (!make_and_delete(backend, number)) return 1;
  long before = resident_kilobytes();
  for (int number = 0; number < rounds; number++)
    if (!make_and_delete(backend, 10 + number)) return 1;
  long growth = resident_kilobytes() - before;
  const char **left = cfaust_all_keys(backend);
  printf("%s in plain C: %.1f KB kept for each deleted factory, %s in the cache\n",
         backend == CFAUST_LLVM ? "llvm" : "interpreter", (double)growth / rounds, left && *left ? "some" : "none");
  return 0;
}
