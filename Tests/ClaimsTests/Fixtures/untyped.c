/* Objects that are passed as `void *`: to callbacks, and through tables of functions. */
struct lamp_actions {
  int (*measure)(void *lamp);
  void (*end)(void *lamp);
};
static int measure(void *data) {
  struct lamp *lamp = data;  // claim: lamp pointer prop.varPtr
  return lamp->watts;
}
static void end(void *data) { lamp_drop((struct lamp *)data); }
static const struct lamp_actions actions = {measure, end};
int ask(const struct lamp_actions *with, struct lamp *lamp) {  // claim: lamp pointer base.parmPtr
  return with->measure(lamp);
}
void finish(const struct lamp_actions *with, struct lamp *lamp) {  // claim: lamp owner prop.parmOwn
  with->end(lamp);
}
void use(void) {
  struct lamp *lamp = lamp_make();  // claim: lamp owner prop.varOwn
  ask(&actions, lamp);
  finish(&actions, lamp);
}
/* What one function makes, another only shows: that says nothing of what was passed in. */
struct lamp_views {
  struct lamp *(*view)(void *lamp);
};
static struct lamp *same(void *data) { return data; }
static struct lamp *fresh(void *data) {  // claim: return owner prop.retOwn
  (void)data;
  return lamp_make();
}
static const struct lamp_views views[] = {{same}, {fresh}};
struct lamp *view(struct lamp *lamp, int n) {  // claim: lamp pointer base.parmPtr
  return views[n].view(lamp);
}
