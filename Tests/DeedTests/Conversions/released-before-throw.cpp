#include "counted.h"

namespace box {

// Its caller has no way to do so once the stack is unwound.
int checked(Box *box, int limit) {
  if (box->size() > limit) {
    box->Release();
    throw limit;
  }
  int total = 0;
  for (int i = 0; i < 2; i++) total += look(box);
  return total;
}

int checkedTwice(Box *box) { return checked(box, 10) + checked(box, 20); }

// Counts of its own, whatever happens.
int balanced(Box *box, int limit) {
  box->AddRef();
  if (box->size() > limit) {
    box->Release();
    throw limit;
  }
  int size = box->size();
  box->Release();
  return size;
}

// raw: box::shown(box): 'box::checkedTwice' gives it up before it throws
int shown(int size) {
  Box *box = new Box(size);
  int result = checkedTwice(box);
  box->Release();
  return result;
}

int shownToOther(int size) {
  Box *box = new Box(size);
  int result = balanced(box, 10);
  box->Release();
  return result;
}

// Takes what it is given over: what it releases is its own.
int keep(Box *box, int limit) {
  if (box->size() > limit) {
    box->Release();
    throw limit;
  }
  int size = box->size();
  box->Release();
  return size;
}

int keptToo(Box *box) {
  box->AddRef();
  return keep(box, 10);
}

int shownToKeeper(int size) {
  Box *box = new Box(size);
  int result = keptToo(box);
  box->Release();
  return result;
}

int run() {
  int total = shown(3) + shownToOther(4) + shownToKeeper(5);
  try {
    total += shown(30);
  } catch (int limit) {
    total += limit;
  }
  return total;
}

}  // namespace box
