// flags: -std=c++17
#define STOLEN(T) T
#define BORROWED
#define OUT
namespace gpos {
template <class T> using owner = T;
class CRefCount { public: virtual ~CRefCount(); };  // @> class gpos::CRefCount; destructor gpos::CRefCount::~CRefCount -> void (virtual nothrow)
}
using namespace gpos;
class CNode : public CRefCount {  // @> class CNode abstract : gpos::CRefCount
  owner<CNode *> child;  // @> field child: gpos::owner<CNode *> {gpos::owner}
  void (*callback)(CNode *node, int why);  // @> field callback: void (*)(CNode *, int) calls callback(node: CNode *, why: int); signature callback -> void; parameter node: CNode *; parameter why: int
public:
  virtual STOLEN(CNode *) Take(STOLEN(CNode *) other, BORROWED CNode *seen) = 0;  // @> method CNode::Take -> CNode * (virtual pure) [macro:STOLEN]; parameter other: CNode * [macro:STOLEN]; parameter seen: CNode * [macro:BORROWED]
  static CNode *shared;  // @> global CNode::shared: CNode *
};
class CLeaf final : virtual public CNode {  // @> class CLeaf : virtual CNode [final]
  CNode *Take(CNode *other, CNode *seen) override;  // @> method CLeaf::Take -> CNode * (virtual) overrides CNode::Take [override]; parameter other: CNode *; parameter seen: CNode *
};
typedef void (*Visitor)(CNode *node);  // @> signature Visitor -> void; parameter node: CNode *
[[clang::annotate("owned")]] CNode *make(int count, ...);  // @> free make -> CNode * (variadic) [annotate:owned]; parameter count: int
[[noreturn]] void die() noexcept;  // @> free die -> void (noreturn nothrow) [noreturn]
__attribute__((malloc, warn_unused_result)) void *allocate(__attribute__((nonnull)) void *hint);  // @> free allocate -> void * [malloc warn_unused_result]; parameter hint: void * [nonnull]
void visit(Visitor visitor, OUT CNode **result);
void visit(Visitor v, CNode **result) {  // @> free visit -> void x2; parameter v: Visitor {Visitor} calls Visitor(node: CNode *); parameter result: CNode ** [macro:OUT]
  static int calls;  // @> static calls: int
  STOLEN(CNode *) local = nullptr;  // @> local local: CNode * [macro:STOLEN]
  v(local);
}
static void hidden() {}  // @> free hidden -> void (internal)
namespace { struct Unseen { int a; }; }  // @> structure Unseen; field a: int
Unseen use;  // @> global use: Unseen
template <class T, int N, void (*F)()> struct Holder { T *items[N]; };  // @> structure Holder<CNode, 3, &hidden> = Holder<CNode, 3, &hidden>; field items: CNode *[3]
Holder<CNode, 3, hidden> holder;  // @> global holder: Holder<CNode, 3, hidden>
template <class T> T *same(T *p) { return p; }  // @> free same -> CNode * (instance); parameter p: CNode *
CNode *called = same(make(1));  // @> global called: CNode *
struct Opaque;  // @> structure Opaque undefined
Opaque *handle;  // @> global handle: Opaque *
struct Value { Value(const Value &) = default; Value &operator=(Value &&) = delete; };  // @> structure Value; constructor Value::Value -> void (nothrow copy defaulted); parameter : const Value &; method Value::operator= -> Value & (move deleted); parameter : Value &&
