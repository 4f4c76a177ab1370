#include "counted.h"

#define IGNORED(x)

namespace box {

Box *shared = NULL;
void keep(Box **place) { shared = *place; }

// raw: box::leaks(box): while it still holds a reference
int leaks(int size) {
  Box *box = new Box(size);
  if (size > 100) return -1;
  box->Release();
  return 0;
}

// raw: box::shown(box): its address is used
int shown(int size) {
  Box *box = new Box(size);
  keep(&box);
  box->Release();
  return size;
}

// raw: box::hidden(box): text that is not compiled, or a macro, names it
int hidden(int size) {
  Box *box = new Box(size);
  IGNORED(Box *other = box);
  box->Release();
  return size;
}

// raw: box::otherBuild(box): text that is not compiled, or a macro, names it
int otherBuild(int size) {
  Box *box = new Box(size);
#ifdef OTHER_BUILD
  keep(box);
#endif
  box->Release();
  return size;
}

// raw: box::stale(box): it is used after it was given up
int stale(int size) {
  Box *box = new Box(size);
  box->AddRef();
  Box *other = box;
  box->Release();
  int again = size > 100 ? look(box) : 1;
  other->Release();
  return again;
}

// raw: box::pointed(0): is used through a pointer to a function
int pointed(Box *box) {
  box->Release();
  return 1;
}

int run() {
  int (*function)(Box *) = pointed;
  return leaks(1) + shown(2) + hidden(3) + otherBuild(3) + stale(4) + function(new Box(5));
}

}  // namespace box
