#include "counted.h"

namespace box {

int total = 0;

// raw: box::take(1): is used through a pointer to a function
void take(int size, Box *box) {
  total += size;
  box->Release();
}

void (*taker)(int, Box *) = take;

// The arguments come in any order, so that a smart pointer would be copied for the call, and end here for nothing.
// raw: box::given(box): it would be copied only to be given to raw code
void given() {
  Box *box = new Box(4);
  take(box->size(), box);
}

// This one ends here too.
void sometimes(bool isTaken) {
  Box *box = new Box(50);
  if (isTaken)
    take(box->size(), box);
  else
    box->Release();
}

// Nothing stays of either way.
void either(bool isFirst) {
  Box *box = new Box(6);
  if (isFirst)
    box->Release();
  else
    box->Release();
}

int run() {
  given();
  sometimes(true);
  sometimes(false);
  either(true);
  either(false);
  return total;
}

}  // namespace box
