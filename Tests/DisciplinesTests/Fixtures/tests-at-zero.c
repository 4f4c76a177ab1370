// Every way to ask whether that was the last reference.
#include <assert.h>
#include <stdlib.h>

struct a { unsigned n; };
void a_up(struct a *p) { p->n += 1; }  //> retains argument 0
void a_down(struct a *p) {  //> releases argument 0
  if (p->n-- == 1) free(p);
}

struct b { long n; };
void b_up(struct b *p) { p->n = p->n + 1; }  //> retains argument 0
void b_down(struct b *p) {  //> releases, unless it is null, argument 0
  if (p == NULL) return;
  p->n = p->n - 1;
  if (0 != p->n) return;
  free(p);
}

struct c { int n; };
struct c *c_up(struct c *p) {  //> returns argument 0 itself, retained or null
  if (p) __sync_fetch_and_add(&p->n, 1);
  return p;
}
void c_down(struct c *p) {  //> releases, unless it is null, argument 0
  if (p && __sync_sub_and_fetch(&p->n, 1) == 0) free(p);
}

struct d { _Atomic int n; };
void d_up(struct d *p) { __c11_atomic_fetch_add(&p->n, 1, __ATOMIC_RELAXED); }  //> retains argument 0
void d_down(struct d *p) {  //> releases argument 0
  if (__c11_atomic_fetch_sub(&p->n, 1, __ATOMIC_ACQ_REL) != 1) return;
  free(p);
}

// The count is of further references: none is left when it is 0 beforehand.
struct e { int further; };
void e_up(struct e *p) { p->further++; }  //> retains argument 0
void e_down(struct e *p) {  //> releases argument 0
  if (p->further-- == 0) free(p);
}

// Never counted when negative, checked on the way, and told to somebody.
struct f { int n; };
void trace(const char *what, const void *who);
struct f *f_up(struct f *p) {  //> returns argument 0 itself, retained
  if (p->n < 0) return p;
  assert(p->n > 0);
  trace("up", p);
  ++p->n;
  return p;
}
void f_down(struct f *p) {  //> releases argument 0
  if (p->n < 0) return;
  trace("down", p);
  assert(p->n > 0);
  p->n--;
  if (p->n <= 0) {
    trace("end", p);
    free(p);
  }
}

// A helper's verdict.
struct g { int n; };
static int g_last(struct g *p) { return --p->n == 0; }
void g_up(struct g *p) { p->n++; }  //> retains argument 0
void g_down(struct g *p) {  //> releases argument 0
  if (!g_last(p)) return;
  free(p);
}

// Two results by `?:` and `&&`.
struct h { int n; };
void h_up(struct h *p) { p->n++; }  //> retains argument 0
int h_down(struct h *p) {  //> releases argument 0
  int left = --p->n;
  int gone = left ? 0 : 1;
  if (gone && p) free(p);
  return left;
}
