#include "crate.h"

#include <stdlib.h>
#include <string.h>

struct label { int count; char *text; };
struct _crate { int count; unsigned weight; crate_flags_t flags; struct label *label; };

static int alive, retains, releases;

crate_t *crate_ref(crate_t *crate) {
  crate->count++;
  retains++;
  return crate;
}

void crate_unref(crate_t *crate) {
  releases++;
  if (--crate->count == 0) {
    if (crate->label) label_put(crate->label);
    alive--;
    free(crate);
  }
}

struct label *label_get(struct label *label) {
  label->count++;
  retains++;
  return label;
}

int label_put(struct label *label) {
  releases++;
  if (--label->count == 0) {
    alive--;
    free(label->text);
    free(label);
    return 1;
  }
  return 0;
}

struct label *label_new(const char *text) {
  if (!text[0]) return NULL;
  struct label *label = calloc(1, sizeof *label);
  if (!label) return NULL;
  label->count = 1;
  label->text = strdup(text);
  alive++;
  return label;
}

const char *label_get_text(const struct label *label) { return label->text; }

crate_t *crate_new(void) {
  crate_t *crate = calloc(1, sizeof *crate);
  if (!crate) return NULL;
  crate->count = 1;
  alive++;
  return crate;
}

crate_t *crate_new_with_weight(unsigned weight) {
  if (weight > 100) return NULL;
  crate_t *crate = crate_new();
  if (crate) crate->weight = weight;
  return crate;
}

crate_t *crate_copy(crate_t *crate) {
  crate_t *copy = crate_new();
  if (!copy) return NULL;
  copy->weight = crate->weight;
  if (crate->label) copy->label = label_get(crate->label);
  return copy;
}

unsigned crate_get_weight(const crate_t *crate) { return crate->weight; }
void crate_set_weight(crate_t *crate, unsigned weight) { crate->weight = weight; }
enum crate_size crate_get_size(const crate_t *crate) { return crate->weight > 10 ? CRATE_SIZE_LARGE : CRATE_SIZE_SMALL; }
crate_flags_t crate_get_flags(const crate_t *crate) { return crate->flags; }
void crate_set_flags(crate_t *crate, crate_flags_t flags) { crate->flags = flags; }
int crate_is_empty(const crate_t *crate) { return crate->weight == 0; }

void crate_take_label(crate_t *crate, struct label *label) {
  if (crate->label) label_put(crate->label);
  crate->label = label;
}

void crate_share_label(crate_t *crate, struct label *label) {
  label_get(label);
  if (crate->label) label_put(crate->label);
  crate->label = label;
}

struct label *crate_get_label(crate_t *crate) { return crate->label; }

int crate_find_label(crate_t *crate, struct label **label) {
  *label = crate->label;
  return crate->label != NULL;
}

int crate_peel_label(crate_t *crate, struct label **label) {
  *label = crate->label;
  crate->label = NULL;
  return *label != NULL;
}

int crate_objects_alive(void) { return alive; }
int crate_retains(void) { return retains; }
int crate_releases(void) { return releases; }
