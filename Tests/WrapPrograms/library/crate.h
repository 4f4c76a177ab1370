#ifndef CRATE_H
#define CRATE_H

/* A counted library that counts what it is asked to do, so that a program can tell whether Swift asks for the right thing. */

#include <stddef.h>

typedef struct _crate crate_t;
struct label;

enum crate_size { CRATE_SIZE_SMALL, CRATE_SIZE_LARGE };
typedef enum { CRATE_FLAG_NONE = 0, CRATE_FLAG_FRAGILE = 1, CRATE_FLAG_HEAVY = 2 } crate_flags_t;

crate_t *crate_ref(crate_t *crate);
void crate_unref(crate_t *crate);

/* Its release returns a number. */
struct label *label_get(struct label *label);
int label_put(struct label *label);
/* Null where the text is empty. */
struct label *label_new(const char *text);
const char *label_get_text(const struct label *label);

crate_t *crate_new(void);
/* Null above a hundred. */
crate_t *crate_new_with_weight(unsigned weight);
crate_t *crate_copy(crate_t *crate);

unsigned crate_get_weight(const crate_t *crate);
void crate_set_weight(crate_t *crate, unsigned weight);
enum crate_size crate_get_size(const crate_t *crate);
crate_flags_t crate_get_flags(const crate_t *crate);
void crate_set_flags(crate_t *crate, crate_flags_t flags);
int crate_is_empty(const crate_t *crate);

/* Takes the caller's reference over. */
void crate_take_label(crate_t *crate, struct label *label);
/* Keeps a reference of its own. */
void crate_share_label(crate_t *crate, struct label *label);
/* Still the crate's. */
struct label *crate_get_label(crate_t *crate);
/* The same, through a variable. */
int crate_find_label(crate_t *crate, struct label **label);
/* The caller's, through a variable. */
int crate_peel_label(crate_t *crate, struct label **label);

int crate_objects_alive(void);
int crate_retains(void);
int crate_releases(void);

#endif
