#define UNREF(p) do { if (--(p)->refs == 0) destroy(p); } while (0)
#define FIRST(list) ((list)->next)
struct node { struct node *next; int refs; };
void destroy(struct node *);
struct node *f(struct node *n) {
  UNREF(n);  // => --*n.refs; if (--*n.refs equal 0); destroy(*n); if 0
  UNREF(FIRST(n));  // => --**n.next.refs; if (--**n.next.refs equal 0); destroy(**n.next); if 0
  return FIRST(n);  // => return **n.next
}
