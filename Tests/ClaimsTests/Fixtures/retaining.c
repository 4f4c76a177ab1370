/* Functions that retain what they give back: what comes of them is an owner's, and their argument stays the caller's. */
struct shelf { struct lamp *lamp; };

struct lamp *lamp_share(struct lamp *lamp) {  // claim: return owner known.call; lamp pointer known.call
  lamp->count++;
  return lamp;
}
struct lamp *lamp_share_if(struct lamp *lamp) {  // claim: return owner known.call; lamp pointer known.call
  if (lamp && lamp->count != -1) lamp->count++;
  return lamp;
}
void shelf_put(struct shelf *shelf, struct lamp *lamp) { shelf->lamp = lamp_share(lamp); }  // claim: lamp pointer base.parmPtr
void shelf_end(struct shelf *shelf) { lamp_drop_any(shelf->lamp); }
int shelf_find(struct shelf *shelf, struct lamp **found) {  // claim: found owner prop.outOwn
  if (shelf->lamp->watts == 0) return 0;
  *found = lamp_share_if(shelf->lamp);
  return 1;
}
struct lamp *shelf_look(struct shelf *shelf) { return shelf->lamp; }  // claim: return pointer base.retPtr

/* A retain after a store is for the store, not for the caller. */
struct lamp *shelf_first(struct shelf *shelf, struct shelf *other) {  // claim: return pointer base.retPtr
  if (!shelf->lamp) {
    shelf->lamp = other->lamp;
    lamp_keep(shelf->lamp);
  }
  return shelf->lamp;
}

/* A parameter that is set to a reference of its own is no more the caller's. */
struct stand { struct lamp *kept; };
static struct lamp *lamp_given(struct lamp *lamp) {
  lamp_keep(lamp);
  return lamp;
}
void put_on(struct stand *stand, struct lamp *lamp) {  // claim: lamp pointer base.parmPtr
  lamp = lamp_given(lamp);
  lamp_drop(stand->kept);
  stand->kept = lamp;
}
/* Who goes on using it has not given up the caller's reference. */
struct node { int count; int isListed; int watts; };
struct node *node_make(void) {
  struct node *node = (struct node *)malloc(sizeof(struct node));
  node->count = 1;
  return node;
}
void node_keep(struct node *node) { node->count++; }
void node_drop(struct node *node) { if (--node->count == 0) free(node); }
static void unlist(struct node *node) {  // claim: node owner base.parmOwn
  node->isListed = 0;
  node_drop(node);
}
int flush(struct node *node) {  // claim: node pointer base.parmPtr
  if (node->isListed) unlist(node);
  return node->watts;
}

/* What is retained to be stored, and given up where that fails, was never the caller's. */
int shelf_open(struct shelf *shelf, struct lamp *lamp, int (*start)(struct shelf *)) {  // claim: lamp pointer base.parmPtr
  shelf->lamp = lamp_share(lamp);
  if (start(shelf) < 0) {
    lamp_drop(lamp);
    shelf->lamp = 0;
    return -1;
  }
  return 0;
}
