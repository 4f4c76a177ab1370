#ifndef DEPOT_H
#define DEPOT_H

#include <stddef.h>

/* Objects with one owner each: a depot, shelves in it, tickets that it takes over, and functions that it calls. */

typedef struct depot depot_t;
typedef struct shelf shelf_t;
typedef struct ticket *Ticket;

#ifdef DEPOT_INSIDE
typedef struct scale scale_t;
#else
typedef void scale_t;
#endif

typedef int (*depot_visitor)(depot_t *depot, const char *name, void *context);
typedef void (*depot_listener)(void *context, int count);
typedef void (*depot_farewell)(void *context);

depot_t *depot_new(const char *name);
depot_t *depot_new_watched(depot_listener listener, void *context);
depot_t *depot_copy(depot_t *depot);
void depot_free(depot_t *depot);

const char *depot_get_name(const depot_t *depot);
int depot_get_count(const depot_t *depot);
void depot_set_limit(depot_t *depot, int limit);
int depot_is_full(const depot_t *depot);

/* A shelf stands in its depot, and is gone with it. */
shelf_t *depot_open_shelf(depot_t *depot, const char *label);
void shelf_free(shelf_t *shelf);
void shelf_put(shelf_t *shelf, int count);
/* It belongs to the shelf. */
depot_t *shelf_get_depot(shelf_t *shelf);

/* Shows another depot what comes in; it is not taken over. */
void depot_follow(depot_t *depot, depot_t *other);

/* Stores a shelf without a label, and returns 0; 1 and nothing when the depot is full. */
int depot_try_shelf(depot_t *depot, shelf_t **shelf);
int depot_open(const char *name, depot_t **depot);

Ticket TicketCreate(int number);
void TicketFree(Ticket ticket);
/* The depot keeps it, and frees it. */
void depot_hand_in(depot_t *depot, Ticket ticket);
/* The same, if it has none yet; else -1, and the ticket stays the caller's. */
int depot_offer(depot_t *depot, Ticket ticket);

/* Text and bytes that the caller gives back. */
char *depot_describe(const depot_t *depot);
void *depot_snapshot(const depot_t *depot, size_t *length);
void depot_give_back(void *memory);

/* Clients see no more of a scale than that it is there. */
scale_t *scale_new(int limit);
void scale_free(scale_t *scale);
int scale_weigh(scale_t *scale, int times, depot_t *handle);

int depot_visit(depot_t *depot, depot_visitor visitor, void *context);
void depot_listen(depot_t *depot, depot_listener listener, void *context);
int depot_watch(depot_t *depot, int from, depot_listener listener, depot_farewell farewell, void *context);

/* How many objects of all kinds there are. */
int depot_alive(void);

#endif
