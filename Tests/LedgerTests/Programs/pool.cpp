// Objects of three types from a pool that chains its blocks by words in front of what it hands out. Those of the second type are
// forgotten, the others are in a table.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <cstdlib>

struct Front {
  Front *next;
  Front *previous;
};

static Front *newest;
static void *table[20];

__attribute__((noinline)) static void *take(const char *type) {
  auto *front = static_cast<Front *>(std::calloc(1, sizeof(Front) + 40));
  front->next = newest;
  if (newest) newest->previous = front;
  newest = front;
  deed_create(front + 1, type);
  return front + 1;
}

int main() {
  // What was handed out first and last is next to the pool itself.
  for (int round = 0; round < 10; ++round) {
    table[round] = take("First");
    take("Second");
    table[10 + round] = take("Third");
  }
}
