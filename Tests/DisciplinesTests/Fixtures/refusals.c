// What checks its argument and complains counts whatever passes the check; and the last reference may keep the object for later.
#include <stdlib.h>

extern int generation;
void warn(const char *text);
#define REQUIRE(condition) if (!(condition)) { warn("refused: " #condition); return; }
#define REQUIRE_OR_NULL(condition) if (!(condition)) { warn("refused: " #condition); return NULL; }

struct message { int uses; int generation; unsigned isKept : 1; int size; };
static struct message *kept[5];
static int keptCount;

static void end(struct message *one) { free(one); }

static void keepOrEnd(struct message *one) {
  int wasKept = 0, place;
  if (one->size > 1000) goto out;
  if (keptCount >= 5) goto out;
  for (place = 0; kept[place] != NULL; ++place) {}
  kept[place] = one;
  keptCount++;
  one->isKept = 1;
  wasKept = 1;
out:
  if (!wasKept) end(one);
}

struct message *message_ref(struct message *one) {  //> returns argument 0 itself, retained or null
  REQUIRE_OR_NULL(one != NULL);
  REQUIRE_OR_NULL(one->generation == generation);
  REQUIRE_OR_NULL(!one->isKept);
  __sync_add_and_fetch(&one->uses, 1);
  return one;
}

void message_unref(struct message *one) {  //> releases, unless it is null, argument 0
  REQUIRE(one != NULL);
  REQUIRE(one->generation == generation);
  if (__sync_sub_and_fetch(&one->uses, 1) == 0) keepOrEnd(one);
}

// A check that says nothing may be a question about the work that is left.
struct job { int parts; int isDone; };
void job_add(struct job *one) { one->parts++; }
void job_finish(struct job *one) {
  if (!one->isDone) return;
  if (--one->parts == 0) free(one);
}
