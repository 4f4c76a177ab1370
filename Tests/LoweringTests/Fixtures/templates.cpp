struct T { void Release(); static int live; };
template <class U> void cleanup(U *p) { p->Release(); }  // => *p.Release()
template <class U> void nothing(U *) {}
template <class U, void (*Clean)(U *)> struct Array {
  U **items;
  int count;
  ~Array() {
    for (int i = 0; i < count; ++i) Clean(items[i]);  // => i := 0; if (*i less **this.count); cleanup(***this.items[*i]); ++i; end i
  }
  template <class F> void each(F f) { f(items[0]); }  // => (*f)(***this.items[0]) as f
};
typedef Array<T, cleanup<T>> Owning;
template <class U> struct Counted {
  int refs = 1;
  void Ref() { ++refs; }  // => ++*this.refs
  void Unref() {
    if (--refs == 0) delete static_cast<U *>(this);  // => --*this.refs; if (--*this.refs equal 0); delete down(*this) with Node::~Node
  }
};
struct Node : Counted<Node> {};
void use(Owning *a, Node *n) {
  a->each(&cleanup<T>);  // => *a.each(&cleanup)
  delete a;  // => delete *a with Array<T, &cleanup>::~Array
  n->Ref();  // => up(*n).Ref()
  n->Unref();  // => up(*n).Unref()
}
