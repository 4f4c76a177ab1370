// Objects of three types from a pool that chains its blocks by words in front of what it hands out. Those of the second type are
// forgotten, the others are in a table, which comes from the pool too.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <cstdlib>

struct Front {
  Front *next;
  Front *previous;
  char rest[32];
};

static Front *newest;
void **table;

__attribute__((noinline)) static void *take(std::size_t bytes, const char *type) {
  auto *front = static_cast<Front *>(std::calloc(1, sizeof(Front) + bytes));
  front->next = newest;
  if (newest) newest->previous = front;
  newest = front;
  if (type) deed_create(front + 1, type);
  return front + 1;
}

int main() {
  table = static_cast<void **>(take(20 * sizeof(void *), nullptr));
  for (int round = 0; round < 10; ++round) {
    table[round] = take(40, "First");
    take(40, "Second");
    take(40, nullptr);
    table[10 + round] = take(40, "Third");
  }
}
