// Counts that are changed by compare-and-exchange, in a loop or in a helper that is given both numbers, and by way of locals.
#include <stdatomic.h>
#include <stdlib.h>

struct ferry {
  _Atomic int crew;
  int length;
};
void board(struct ferry *f) {  //> retains argument 0
  int now = atomic_load(&f->crew);
  while (!atomic_compare_exchange_weak(&f->crew, &now, now + 1)) {
  }
}
void leave(struct ferry *f) {  //> releases argument 0
  int now;
  do {
    now = atomic_load(&f->crew);
  } while (!atomic_compare_exchange_weak(&f->crew, &now, now - 1));
  if (now == 1) free(f);
}

struct raft { int logs; };
static int swap_if(int *place, int old, int new) {
  int expected = old;
  __atomic_compare_exchange_n(place, &expected, new, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return expected;
}
// Down, but for the last one: whoever has that is alone with the object.
static int not_last(int *place) {
  int now = __atomic_load_n(place, __ATOMIC_SEQ_CST), old;
  while (now != 1 && (old = swap_if(place, now, now - 1)) != now) now = old;
  return now != 1;
}
void tie(struct raft *r) { __sync_fetch_and_add(&r->logs, 1); }  //> retains argument 0
void untie(struct raft *r) {  //> releases argument 0
  if (not_last(&r->logs)) return;
  free(r);
}

struct kite { long strings; };
void grip(struct kite *k) {  //> retains argument 0
  long n = k->strings;
  n++;
  k->strings = n;
}
void slip(struct kite *k) {  //> releases argument 0
  long n = k->strings - 1;
  k->strings = n;
  if (n == 0) free(k);
}
