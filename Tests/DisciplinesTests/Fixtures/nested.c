// A count in a struct within the object, changed by macros over builtins, and asked about by helpers that are shown it.
#include <stdlib.h>

typedef struct { int level; } gauge;
static inline int gauge_read(int *level) { return __atomic_load_n(level, __ATOMIC_SEQ_CST); }
#define GAUGE_UP(g) ((void)__atomic_fetch_add(&(g)->level, 1, __ATOMIC_SEQ_CST))
#define GAUGE_DOWN(g) (__atomic_fetch_sub(&(g)->level, 1, __ATOMIC_SEQ_CST) == 1)
#define GAUGE_BROKEN(g) (gauge_read(&(g)->level) == -1)

struct boiler {
  gauge steam;
  char *name;
};
static void boiler_empty(struct boiler *b) { free(b->name); }

struct boiler *heat(struct boiler *b) {  //> returns argument 0 itself, retained or null
  if (b == NULL || GAUGE_BROKEN(&b->steam)) return b;
  GAUGE_UP(&b->steam);
  return b;
}
void cool(struct boiler *b) {  //> releases, unless it is null, argument 0
  if (b == NULL || GAUGE_BROKEN(&b->steam)) return;
  if (!GAUGE_DOWN(&b->steam)) return;
  boiler_empty(b);
  free(b);
}

// What uses references is no name for a retain or release, however it counts.
struct engine {
  struct boiler *boiler;
  int speed;
};
void engine_swap(struct engine *e, struct boiler *b) {
  cool(e->boiler);
  e->boiler = heat(b);
}
struct boiler *boil(void) {  //> returns a new reference or null
  struct boiler *b = malloc(sizeof *b);
  if (!b) return NULL;
  b->steam.level = 1;
  b->name = NULL;
  return b;
}
struct boiler *replaced(struct boiler *b) {
  struct boiler *fresh = boil();
  cool(b);
  return fresh;
}

// Cleared memory has a count of nothing: who makes no more of it gives nobody a reference.
struct boiler *shell(void) { return calloc(1, sizeof(struct boiler)); }
struct boiler *forge(void) {  //> returns a new reference or null
  struct boiler *b = shell();
  if (b) b->steam.level = 1;
  return b;
}
