#include "counted.h"
#include "deed/counting.hpp"

namespace box {

// Comments and blank lines that were about a release only.
int tidy() {
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  deed::Ref<Box> other = deed::Ref<Box>::adopt(new Box(2));
  int sum = look(one.get()) + look(other.get());

  return sum;
}

int apart() {
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  deed::Ref<Box> other = deed::Ref<Box>::adopt(new Box(2));
  int sum = look(one.get()) + look(other.get());

  if (sum > 0) {

    sum += 1;

    // and the other
    return sum;
  }

  return -sum;
}

void last(int *sum) {
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  *sum = look(one.get());
}

// What a comment says of what stays, stays.
int kept() {
  deed::Ref<Box> one = deed::Ref<Box>::adopt(new Box(1));
  int sum = look(one.get());
  // it is gone, and the sum is what it was
  return sum;
}

// A guard goes with its release, and with what is said of both.
int guarded(int size) {
  deed::Ref<Box> one = NULL;
  if (size > 0) {
    one = deed::Ref<Box>::adopt(new Box(size));
  }
  int sum = look(one.get());

  return sum;
}

// What is only retained otherwise needs no `else`.
int chosen(Box *given) {
  deed::Ref<Box> box = deed::retain_ref(given);
  if (NULL == box) {
    box = deed::Ref<Box>::adopt(new Box(7));
  }
  deed::Ref<Box> other = deed::retain_ref(given);
  if (NULL == other)
  {
    other = deed::Ref<Box>::adopt(new Box(8));
  }
  int sum = look(box.get()) + look(other.get());
  return sum;
}

int run() {
  int sum = 0;
  last(&sum);
  deed::Ref<Box> given = deed::Ref<Box>::adopt(new Box(5));
  sum += chosen(given.get()) + chosen(NULL);
  given = nullptr;
  return tidy() + apart() + sum + kept() + guarded(3);
}

}  // namespace box
