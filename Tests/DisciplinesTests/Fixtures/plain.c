// A counted struct in C; `//>` says what is to be found out about the function on its line.
#include <stdlib.h>

struct kettle {
  int temperature;
  int lids;
};

struct kettle *forge(void) {  //> returns a new reference or null
  struct kettle *k = malloc(sizeof *k);
  if (!k) return NULL;
  k->temperature = 20;
  k->lids = 1;
  return k;
}

struct kettle *warm(struct kettle *k) {  //> returns argument 0 itself, retained
  k->lids++;
  return k;
}

void tilt(struct kettle *k) {  //> releases argument 0
  if (--k->lids == 0) free(k);
}

// It ends in a release, but does more: no business of the discipline.
void boil(struct kettle *k) {
  k->temperature = 100;
  tilt(k);
}

// A size is no count of references.
struct shelf {
  struct kettle *items[8];
  int used;
};

void stack(struct shelf *s, struct kettle *k) { s->items[s->used++] = k; }

void unstack(struct shelf *s) {
  if (--s->used == 0) free(s);
}
