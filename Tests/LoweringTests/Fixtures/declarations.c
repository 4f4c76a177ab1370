#define TRANSFER_FULL
struct node;
typedef struct node Node;
struct node { Node *next; int (*compare)(const Node *a, const Node *b); union { int x; float y; }; };  // @> structure node; union node::union (anonymous); field next: Node *; field compare: int (*)(const Node *, const Node *) calls compare(a: const Node *, b: const Node *); field : union node::(anonymous); field x: int; field y: float; signature compare -> int; parameter a: const Node *; parameter b: const Node *
TRANSFER_FULL Node *node_new(void);  // @> free node_new -> Node * [macro:TRANSFER_FULL]
void old();  // @> free old -> void (unprototyped)
int twice(a) int a; { return a; }  // @> free twice -> int (unprototyped); parameter a: int
static Node *first;  // @> global first: Node *
