// More events than a buffer holds, about objects near each other and far apart.
#define DEED_RECORDER_WEAK
#include <deed/recorder.h>

#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

static void work(unsigned seed) {
  std::vector<char *> objects;
  for (int index = 0; index < 500; ++index) {
    objects.push_back(static_cast<char *>(std::malloc(index % 50 == 0 ? 200000 : 48)));
    deed_create(objects.back(), "Thing");
  }
  for (unsigned round = 0; round < 100000; ++round) {
    seed = seed * 1103515245 + 12345;
    // Now one after the other, now anywhere.
    char *object = objects[round % 4096 < 2048 ? round / 8 % 500 : seed >> 8 & 255];
    deed_retain(object);
    deed_release(object);
  }
  for (char *object : objects) {
    deed_release(object);
    deed_destroy(object);
    std::free(object);
  }
}

int main() {
  std::thread other(work, 7);
  work(3);
  other.join();
}
