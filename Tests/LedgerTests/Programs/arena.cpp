// Objects in one block of memory, which is given back whole: nobody destroys them. One more is kept, and stands behind it.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <cstdlib>

void *kept;

int main() {
  auto *arena = static_cast<char *>(std::malloc(4000));
  for (int number = 0; number < 50; ++number) deed_create(arena + number * 64 + 64, "Part");
  kept = std::malloc(64);
  deed_create(kept, "Whole");
  std::free(arena);
}
