// flags: -std=c++17
namespace std {
template <class> struct tuple_size;
template <int, class> struct tuple_element;
}
struct T { void ref(); };
struct Two { T *a; T *b; };
Two two();
void bind(T *(&pair)[2]) {
  auto [a, b] = two();  // => two(); unnamed := two()
  a->ref();  // => *unnamed.a.ref()
  auto &[c, d] = pair;  // => unnamed := *pair
  d->ref();  // => **unnamed[1].ref()
}
struct List { T *items[3]; T **begin(); T **end(); };
void each(List &list) {
  for (T *t : list) t->ref();  // => __range1 := *list; *__range1.end(); __end1 := *__range1.end(); *__range1.begin(); __begin1 := *__range1.begin(); if (*__begin1 notEqual *__end1); t := **__begin1; *t.ref(); end t; ++__begin1; end __end1; end __begin1; end __range1
  for (T *t : list.items) t->ref();  // => __range1 := *list.items; __end1 := (*__range1 + 3); __begin1 := *__range1; if (*__begin1 notEqual *__end1); t := **__begin1; *t.ref(); end t; ++__begin1; end __end1; end __begin1; end __range1
}
