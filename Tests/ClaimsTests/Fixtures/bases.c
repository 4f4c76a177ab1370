/* A first member is a base: its address is the object's own. What lives as long as the program stands for an error. */
struct desk {
  struct lamp base;
  int drawers;
};
static struct lamp broken;
static struct lamp *failed(int why) {  // claim: return owner prop.retOwnStandIn
  if (why == 0) return 0;
  return &broken;
}
struct lamp *desk_make(int works) {  // claim: return owner prop.retOwn
  if (!works) return failed(1);
  struct desk *desk = (struct desk *)malloc(sizeof(struct desk));
  if (!desk) return &broken;
  desk->base.count = 1;
  return &desk->base;
}
void desk_done(struct desk *desk) { lamp_drop(&desk->base); }  // claim: desk owner known.call
int desk_watts(struct desk *desk) { return desk->base.watts; }  // claim: desk pointer base.parmPtr
struct desk *desk_of(struct lamp *lamp) {  // claim: return pointer base.castFunc
  struct desk *desk = (struct desk *)lamp;
  if (!desk->drawers) return desk;
  return desk;
}
struct desk *desk_share(struct lamp *lamp) {  // claim: return owner prop.retOwn
  lamp_keep(lamp);
  return desk_of(lamp);
}
