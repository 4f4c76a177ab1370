// Created by one function, destroyed by another, and no count.
#include <stdlib.h>
#include <string.h>

struct tent { char *cloth; };

struct tent *pitch(const char *cloth) {  //> returns a new reference or null
  struct tent *t = malloc(sizeof *t);
  if (!t) return NULL;
  t->cloth = strdup(cloth);
  if (!t->cloth) {
    free(t);
    return NULL;
  }
  return t;
}

void strike(struct tent *t) {  //> destroys argument 0
  if (!t) return;
  free(t->cloth);
  free(t);
}

struct rope;
struct rope { int length; };
int coil(struct rope **out, int length) {  //> stores an owned reference at argument 0
  struct rope *r = calloc(1, sizeof *r);
  if (!r) return -1;
  r->length = length;
  *out = r;
  return 0;
}
void cut(struct rope *r) { free(r); }  //> destroys argument 0

// Allocated, but nothing ends it; and ended only when it is empty.
struct peg { int n; };
struct peg *carve(void) { return malloc(sizeof(struct peg)); }
struct bag { int items; };
struct bag *sew(void) { return calloc(1, sizeof(struct bag)); }
void tear(struct bag *b) {
  if (b->items == 0) free(b);
}
