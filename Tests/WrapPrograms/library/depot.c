#define DEPOT_INSIDE
#include "depot.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ticket {
  int number;
};

struct shelf {
  depot_t *depot;
  char *label;
};

struct depot {
  char *name;
  int count, limit, from;
  depot_t *followed;
  Ticket ticket;
  depot_listener listener, watcher;
  void *listener_context, *watcher_context;
};

static atomic_int alive;

int depot_alive(void) { return alive; }

depot_t *depot_new(const char *name) {
  depot_t *depot = calloc(1, sizeof *depot);
  if (!depot) return NULL;
  depot->name = strdup(name);
  depot->limit = 100;
  alive++;
  return depot;
}

depot_t *depot_new_watched(depot_listener listener, void *context) {
  depot_t *depot = depot_new("watched");
  if (!depot) return NULL;
  depot->listener = listener;
  depot->listener_context = context;
  return depot;
}

depot_t *depot_copy(depot_t *depot) { return depot_new(depot->name); }

void depot_free(depot_t *depot) {
  if (!depot) return;
  TicketFree(depot->ticket);
  free(depot->name);
  free(depot);
  alive--;
}

const char *depot_get_name(const depot_t *depot) { return depot->name; }
int depot_get_count(const depot_t *depot) { return depot->count + (depot->followed ? depot->followed->count : 0); }
void depot_set_limit(depot_t *depot, int limit) { depot->limit = limit; }
int depot_is_full(const depot_t *depot) { return depot->count >= depot->limit; }

shelf_t *depot_open_shelf(depot_t *depot, const char *label) {
  shelf_t *shelf = malloc(sizeof *shelf);
  if (!shelf) return NULL;
  shelf->depot = depot;
  shelf->label = strdup(label);
  alive++;
  return shelf;
}

int depot_try_shelf(depot_t *depot, shelf_t **shelf) {
  if (depot_is_full(depot)) {
    *shelf = NULL;
    return 1;
  }
  *shelf = depot_open_shelf(depot, "");
  return 0;
}

int depot_open(const char *name, depot_t **depot) {
  if (!*name) return 2;
  *depot = depot_new(name);
  return 0;
}

void shelf_free(shelf_t *shelf) {
  if (!shelf) return;
  /* Wrong when the depot is gone. */
  shelf->depot->from++;
  free(shelf->label);
  free(shelf);
  alive--;
}

void shelf_put(shelf_t *shelf, int count) {
  depot_t *depot = shelf->depot;
  depot->count += count;
  if (depot->listener) depot->listener(depot->listener_context, depot->count);
  if (depot->watcher && depot->count >= depot->from) depot->watcher(depot->watcher_context, depot->count);
}

depot_t *shelf_get_depot(shelf_t *shelf) { return shelf->depot; }

void depot_follow(depot_t *depot, depot_t *other) { depot->followed = other; }

Ticket TicketCreate(int number) {
  Ticket ticket = malloc(sizeof *ticket);
  if (!ticket) return NULL;
  ticket->number = number;
  alive++;
  return ticket;
}

void TicketFree(Ticket ticket) {
  if (!ticket) return;
  free(ticket);
  alive--;
}

void depot_hand_in(depot_t *depot, Ticket ticket) {
  TicketFree(depot->ticket);
  depot->ticket = ticket;
}

int depot_offer(depot_t *depot, Ticket ticket) {
  if (depot->ticket) return -1;
  depot->ticket = ticket;
  return 0;
}

struct writing {
  char *text;
  size_t room;
};

static int make_room(struct writing *writing, size_t room) {
  char *text = realloc(writing->text, room);
  if (!text) return 0;
  writing->text = text;
  writing->room = room;
  return 1;
}

char *depot_describe(const depot_t *depot) {
  struct writing writing = {NULL, 0};
  if (!make_room(&writing, strlen(depot->name) + 32)) return NULL;
  snprintf(writing.text, writing.room, "%s holds %d", depot->name, depot->count);
  alive++;
  return writing.text;
}

void *depot_snapshot(const depot_t *depot, size_t *length) {
  char *copy = strdup(depot->name);
  *length = copy ? strlen(copy) : 0;
  if (copy) alive++;
  return copy;
}

void depot_give_back(void *memory) {
  if (!memory) return;
  free(memory);
  alive--;
}

struct scale {
  int limit;
};

scale_t *scale_new(int limit) {
  scale_t *scale = malloc(sizeof *scale);
  if (!scale) return NULL;
  scale->limit = limit;
  alive++;
  return scale;
}

void scale_free(scale_t *scale) {
  if (!scale) return;
  free(scale);
  alive--;
}

int scale_weigh(scale_t *scale, int times, depot_t *handle) { return times * handle->count < scale->limit; }

int depot_visit(depot_t *depot, depot_visitor visitor, void *context) {
  int sum = 0;
  for (int i = 0; i < depot->count; i++) sum += visitor(depot, depot->name, context);
  return sum;
}

void depot_listen(depot_t *depot, depot_listener listener, void *context) {
  if (!listener) {
    depot->listener = NULL;
    return;
  }
  depot->listener = listener;
  depot->listener_context = context;
}

int depot_watch(depot_t *depot, int from, depot_listener listener, depot_farewell farewell, void *context) {
  (void)farewell;
  depot->from = from;
  depot->watcher = listener;
  depot->watcher_context = context;
  return from;
}
