// Counts in helper types, ends by callbacks, function pointers and chains of helpers.
#include <stddef.h>
#include <stdlib.h>

struct tally { int n; };
static inline void tally_more(struct tally *t) { __atomic_add_fetch(&t->n, 1, __ATOMIC_RELAXED); }
static inline void tally_less(struct tally *t, void (*last)(struct tally *)) {
  if (__atomic_sub_fetch(&t->n, 1, __ATOMIC_ACQ_REL) == 0) last(t);
}

struct parcel {
  char *label;
  struct tally t;
};

static void parcel_gone(struct tally *t) {
  struct parcel *p = (struct parcel *)((char *)t - offsetof(struct parcel, t));
  free(p->label);
  free(p);
}

struct parcel *parcel_hold(struct parcel *p) {  //> returns argument 0 itself, retained
  tally_more(&p->t);
  return p;
}
void parcel_let_go(struct parcel *p) { tally_less(&p->t, parcel_gone); }  //> releases argument 0

// The first member counts, and a table of functions knows how to end what it is part of.
struct part;
struct part_kind { void (*dispose)(struct part *); };
struct part {
  const struct part_kind *kind;
  int uses;
};
struct wheel {
  struct part base;
  double radius;
};

void part_keep(struct part *p) { p->uses++; }  //> retains argument 0
void part_toss(struct part *p) {  //> releases argument 0
  if (--p->uses > 0) return;
  p->kind->dispose(p);
}
void wheel_keep(struct wheel *w) { part_keep(&w->base); }  //> retains argument 0
void wheel_toss(struct wheel *w) { part_toss((struct part *)w); }  //> releases argument 0

// A fresh object is handed out as its base, by an allocator behind a pointer.
static void *(*house_malloc)(size_t) = malloc;
static void (*house_free)(void *) = free;
struct gear {
  struct tally_base { int marks; } base;
  int teeth;
};
struct tally_base *cast(int teeth) {  //> returns a new reference or null
  struct gear *g = house_malloc(sizeof *g);
  if (!g) return NULL;
  g->base.marks = 1;
  g->teeth = teeth;
  return &g->base;
}
struct tally_base *mark(struct tally_base *t) {  //> returns argument 0 itself, retained
  t->marks++;
  return t;
}
void unmark(struct tally_base *t) {  //> releases argument 0
  if (--t->marks == 0) house_free(t);
}

// A chain of helpers, an allocator of the house, and macros that count in place.
static void *grab(size_t n) { return calloc(1, n); }
static void ungrab(void *p) { free(p); }

struct leaf { int refs; char *text; };
#define LEAF_UP(l) ((l)->refs++)

struct leaf *sprout(void) {  //> returns a new reference or null
  struct leaf *l = grab(sizeof *l);
  l->refs = 1;
  return l;
}
static void wither(struct leaf *l) {
  ungrab(l->text);
  ungrab(l);
}
void shake(struct leaf *l) {  //> releases, unless it is null, argument 0
  if (!l) return;
  l->refs--;
  if (l->refs == 0) wither(l);
}
void shake_off(struct leaf **l) {  //> releases and sets to null what is at argument 0
  shake(*l);
  *l = NULL;
}
struct leaf *pluck(struct leaf **from) {
  struct leaf *l = *from;
  LEAF_UP(l);
  return l;
}
