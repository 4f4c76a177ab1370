#include "counted.h"

namespace box {

// Comments and blank lines that were about a release only.
int tidy() {
  Box *one = new Box(1);
  Box *other = new Box(2);
  int sum = look(one) + look(other);

  // clean up
  one->Release();
  other->Release();

  return sum;
}

int apart() {
  Box *one = new Box(1);
  Box *other = new Box(2);
  int sum = look(one) + look(other);

  if (sum > 0) {

    sum += 1;

    // the last of it
    // in two lines
    one->Release();

    // and the other
    other->Release();
    return sum;
  }

  one->Release();  // no more of it

  other->Release();
  return -sum;
}

void last(int *sum) {
  Box *one = new Box(1);
  *sum = look(one);

  one->Release();
}

// What a comment says of what stays, stays.
int kept() {
  Box *one = new Box(1);
  int sum = look(one);
  // it is gone, and the sum is what it was
  one->Release();
  return sum;
}

// A guard goes with its release, and with what is said of both.
int guarded(int size) {
  Box *one = NULL;
  if (size > 0) {
    one = new Box(size);
  }
  int sum = look(one);

  // where there is one
  if (NULL != one) {
    // release it
    one->Release();
  }

  return sum;
}

// What is only retained otherwise needs no `else`.
int chosen(Box *given) {
  Box *box = given;
  if (NULL == box) {
    box = new Box(7);
  } else {
    box->AddRef();
  }
  Box *other = given;
  if (NULL == other)
  {
    other = new Box(8);
  }
  else
  {
    other->AddRef();
  }
  int sum = look(box) + look(other);
  box->Release();
  other->Release();
  return sum;
}

int run() {
  int sum = 0;
  last(&sum);
  Box *given = new Box(5);
  sum += chosen(given) + chosen(NULL);
  given->Release();
  return tidy() + apart() + sum + kept() + guarded(3);
}

}  // namespace box
