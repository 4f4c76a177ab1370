struct T {
  friend void keep(T *p) { ++p->count; }  // => ++*p.count
  friend void drop(T *p);
  int count;
};
void drop(T *p) { --p->count; }  // => --*p.count
template <class U> struct Box {
  friend U *open(Box *box) { return box->held; }  // => return **box.held
  U *held;
};
T *use(Box<T> *box) {
  keep(box->held);  // => keep(**box.held)
  return open(box);  // => open(*box); return open(*box)
}
