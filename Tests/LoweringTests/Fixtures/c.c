// flags: -std=gnu11
#include <stdatomic.h>
#include <stddef.h>
typedef struct node { struct node *next; int refs; atomic_int shared; void (*destroy)(struct node *self); } node;
typedef void (*visitor)(node *n, void *data);
void *malloc(size_t);
void free(void *);
node *copy(node);
static void release(node **p) { free(*p); }  // => free(**p)

node *create(node *parent) {
  node *n = malloc(sizeof *n);  // => malloc(24); n := malloc(24)
  *n = (node){.next = parent, .refs = 1};  // => temporary := {*parent, 1, 0, null}; *n <- *temporary
  node local = *parent, other = local;  // => local := **parent; other := *local
  other = local;  // => other <- *local
  n->refs++;  // => ++*n.refs [old]
  atomic_fetch_add(&n->shared, 1);  // => ++*n.shared by 1 [atomic old]
  if (atomic_fetch_sub_explicit(&n->shared, 1, memory_order_acq_rel) == 1) n->destroy(n);  // => --*n.shared by 1 [atomic old]; if (--*n.shared by 1 [atomic old] equal 1); (**n.destroy)(*n) as destroy
  if (__sync_sub_and_fetch(&n->refs, 1) == 0) free(n);  // => --*n.refs by 1 [atomic]; if (--*n.refs by 1 [atomic] equal 0); free(*n)
  return n;  // => return *n; end other; end local; end n
}
void visit(node *n, visitor v, void *data) {
  __attribute__((cleanup(release))) node *held = n;  // => held := *n; release(held) [implicit]
  v(n, data);  // => (*v)(*n, *data) as visitor
  (*v)(n->next, NULL);  // => (*v)(**n.next, null) as visitor
  int lengths[n->refs];  // =>
  lengths[0] = _Generic(n, node *: 1, default: 2);  // => lengths[0] <- 1
  copy(*n)->refs = __builtin_choose_expr(1, n->refs, 0);  // => copy(**n); copy(**n).refs <- **n.refs
}
int old(a, b) int a; node *b; { return b->refs + a; }  // => return (**b.refs + *a)
void assembly(node *n) { __asm__ volatile("" : : "r"(n)); }  // => <GCCAsmStmt *n>
