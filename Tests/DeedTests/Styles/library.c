// A library as C's are: what is counted lives in what else is counted. The argument says which mistake is made.
#include <stdlib.h>
#include <string.h>

static const char *mistake = "none";
static int makes(const char *which) { return strcmp(mistake, which) == 0; }

typedef struct buffer {
  int references;
  char *text;
} buffer;

static buffer *buffer_new(void) {
  buffer *one = calloc(1, sizeof *one);
  one->references = 1;
  one->text = malloc(16);
  return one;
}

static void buffer_unref(buffer *one) {
  if (--one->references > 0) return;
  free(one->text);
  free(one);
}

typedef struct number {
  unsigned references;
} number;

typedef struct value {
  number count;
  struct value *child;
} value;

// Counts in the same way, and is no value.
typedef struct label {
  number count;
  char text[24];
} label;

value *value_ref(value *one);
// The library calls it by a name of its own.
extern __typeof(value_ref) value_ref __asm__("inner_value_ref");

static value *value_new(value *child) {
  value *one = malloc(sizeof *one);
  one->count.references = 1;
  one->child = child;
  return one;
}

value *value_ref(value *one) {
  one->count.references++;
  return one;
}

static label *label_ref(label *one) {
  one->count.references++;
  return one;
}

static void label_unref(label *one) {
  if (--one->count.references == 0) free(one);
}

static int value_let_go(value *one, int frees) {
  if (--one->count.references > 0) return 0;
  if (one->child && !frees) return 2;
  free(one);
  return 1;
}

// What still holds something is counted up again, to be freed behind it.
int value_unref(value *one) {
  if (!one) return 0;
  if (value_let_go(one, 0) != 2) return 1;
  value *child = one->child;
  one->child = NULL;
  value_unref(child);
  one->count.references++;
  return value_let_go(one, 1);
}

// Nobody stores its first count, and what allocates it is not known here.
typedef struct token {
  int kind;
  int references;
} token;

static void *(*take)(size_t, size_t) = calloc;
static token *token_new(void) { return take(1, sizeof(token)); }

static token *token_ref(token *one) {
  if (one) one->references++;
  return one;
}

static void token_unref(token *one) {
  if (--one->references == 0) free(one);
}

typedef struct link {
  int uses;
  buffer *in;
  value *state;
  struct timer *timer;
} link;

typedef struct timer {
  link *owner;
} timer;

static void link_get(link *one) { one->uses++; }

static void link_put(link *one) {
  if (--one->uses) return;
  buffer_unref(one->in);  // site: over
  value_unref(one->state);
  free(one);
}

static timer *timer_new(link *owner) {
  timer *one = malloc(sizeof *one);
  link_get(owner);
  one->owner = owner;
  return one;
}

static void timer_end(timer *one) {
  link_put(one->owner);
  free(one);
}

// Others are handed the object before the caller has it.
static link *link_open(int number) {
  link *one = calloc(1, sizeof *one);
  if (!one) return NULL;
  one->uses = 1;
  one->timer = timer_new(one);
  if (number % 5 == 4) {
    timer_end(one->timer);
    free(one);
    return NULL;
  }
  one->in = buffer_new();
  one->state = value_new(value_new(NULL));
  return one;
}

static value *kept;

static int names(int number) {
  label *one = malloc(sizeof *one);
  one->count.references = 1;
  label *other = label_ref(one);
  one->text[0] = (char)number;
  label_unref(one);
  int first = other->text[0];
  label_unref(other);
  return first;
}

static void serve(link *one, int number) {
  value *state = value_ref(one->state);  // site: early
  if (number % 4 == 1) {
    if (!makes("early")) value_unref(state);
    return;
  }
  if (number == 7) kept = value_ref(state);
  value_unref(state);  // site: usual
}

static int tokens(int number) {
  token *one = token_ref(token_new());
  token *other = token_ref(one);  // site: token
  token_unref(one);
  if (number == 11 && makes("token")) return 1;
  token_unref(other);
  return token_ref(NULL) != NULL;
}

int main(int count, char **words) {
  if (count > 1) mistake = words[1];
  for (int number = 0; number < 40; ++number) {
    link *one = link_open(number);
    if (!one) continue;
    serve(one, names(number) + tokens(number));
    if (makes("over") && number == 20) buffer_unref(one->in);
    timer_end(one->timer);
    link_put(one);
  }
  value_unref(kept);
}
