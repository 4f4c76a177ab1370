// One function is called in turn from two lines of another, three calls above the one that retains: the frames lie where they
// lay before, and only where one of them returns to is different.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

static char object[16];

__attribute__((noinline)) static void keep() {
  deed_retain(object);
  asm volatile("");
}
__attribute__((noinline)) static void pass() {
  keep();
  asm volatile("");
}
__attribute__((noinline)) static void hand() {
  pass();
  asm volatile("");
}
__attribute__((noinline)) static void turn(int round) {
  hand();
  if (round % 2) hand();
  asm volatile("");
}

int main() {
  deed_create(object, "Thing");
  for (int round = 0; round < 100; ++round) turn(round);
}
