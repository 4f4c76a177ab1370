struct T { T *next; int n; void ref(); ~T(); };
bool ready();
[[noreturn]] void die();

int walk(T *p, int v) {
  if (p && p->n > 0 || ready()) v = 1;  // => if ?*p; if (**p.n greater 0); ready(); if ready(); v <- 1
  while (T *q = p->next) p = q;  // => q := **p.next; if ?*q; p <- *q; end q; end q
  do { --v; } while (v);  // => --v; if ?*v
  for (int i = 0; i < v; ++i) p->ref();  // => i := 0; if (*i less *v); *p.ref(); ++i; end i
  if (!p) die();  // => if !?*p; die()
  switch (v) {  // => switch *v {2, 4...6, 1, default}
  case 1:
    v = 2;  // => v <- 2
  case 2:
  case 4 ... 6:
    break;
  default:
    ++v;  // => ++v
    break;
  }
again:
  bool both = p && p->next;  // => if ?*p; both := (?*p|?**p.next)
  bool three = p && (p->next || ready()) && v;  // => if ?*p; if ?**p.next; ready(); if ready(); three := (?*p|?**p.next|ready()|?*v)
  T *either = p->next ?: p;  // => if ?**p.next; either := *(*p.next|p)
  T *one = v ? p : p->next;  // => if ?*v; one := *(p|*p.next)
  v = (p->ref(), 3);  // => *p.ref(); v <- 3
  int last = ({ p->ref(); v + 1; });  // => *p.ref(); last := (*v + 1)
  if (v < 0) goto again;  // => if (*v less 0); end last; end one; end either; end three; end both
  return v;  // => return *v; end last; end one; end either; end three; end both
}

T *assigned(T *p) {
  T *q;
  while ((q = p->next)) p = q;  // => q <- **p.next; if ?**p.next; p <- *q
  p->n += 2;  // => ++*p.n by 2
  p->n -= 3;  // => --*p.n by 3
  p->n *= 4;  // => *p.n <- (**p.n * 4)
  if (--p->n == 0) delete p;  // => --*p.n; if (--*p.n equal 0); delete *p with T::~T
  if (p->n-- == 1) delete p;  // => --*p.n [old]; if (--*p.n [old] equal 1); delete *p with T::~T
  return q = p;  // => q <- *p; return *p; end q
}
