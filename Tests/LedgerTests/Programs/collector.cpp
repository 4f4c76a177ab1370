// Objects in the list of a garbage collector: the list's words stand in front of each, and of some more stands there than of others.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <cstdlib>
#include <cstring>

struct Head {
  Head *next;
  Head *previous;
};

static Head list = {&list, &list};
static void *kept[10];

static void *take(size_t front) {
  char *block = static_cast<char *>(malloc(front + 32));
  memset(block, 0, front + 32);
  Head *head = reinterpret_cast<Head *>(block + front - sizeof(Head));
  *head = {&list, list.previous};
  list.previous->next = head;
  list.previous = head;
  return block + front;
}

int main() {
  // What the list's own head leads to is none of them.
  take(16);
  for (int number = 0; number < 10; ++number) {
    deed_create(take(16), "Lost");
    kept[number] = take(number % 2 ? 16 : 32);
    deed_create(kept[number], "Kept");
    take(16);
    deed_create(take(32), "LostToo");
  }
  take(32);
}
