import Foundation
import Testing

/// Constructs that are hard to annotate: what they become, and that they become the same text again.
@Suite struct AnnotationConstructTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: String
    var after: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "declarators that share their type are split on their line",
      before: "void f() { Box *a = make(), *b = peek(); a->down(); b->n = 2; }",
      after:
        "void f() { deed::owner<Box *> a = make(); deed::pointer<Box *> b = peek(); a->down(); b->n = 2; }"),
    Case(
      name: "a reference to a pointer", before: "void f(Box *&box) { box->down(); box = nullptr; }",
      after: "void f(deed::owner<Box *> &box) { box->down(); box = nullptr; }"),
    Case(
      name: "const in every place",
      before: "int f(const Box *const one, Box const *two) { return one->n + two->n; }",
      after: "int f(deed::pointer<const Box *const> one, deed::pointer<Box const *> two) { return one->n + two->n; }"),
    Case(
      name: "the star at the type, at the name, between, and at neither",
      before: "void f() { Box* a = make(); a->down(); Box * b = make(); b->down(); Box*c = make(); c->down(); }",
      after:
        "void f() { deed::owner<Box*> a = make(); a->down(); deed::owner<Box *>  b = make(); b->down(); deed::owner<Box*>c = make(); c->down(); }"
    ),
    Case(
      name: "a typedef of the pointer", before: "typedef Box *BoxPtr;\nvoid f() { BoxPtr box = make(); box->down(); }",
      after: "typedef Box *BoxPtr;\nvoid f() { deed::owner<BoxPtr> box = make(); box->down(); }"),
    Case(
      name: "a static function, and a comment inside of the type",
      before: "static Box /* a box */ *f() { return make(); }",
      after: "static deed::owner<Box /* a box */ *> f() { return make(); }"),
    Case(
      name: "what is deduced stays deduced", before: "void f() { auto *box = make(); box->down(); }",
      after: "void f() { auto *box = make(); box->down(); }"),
    Case(
      name: "a declaration out of a macro stays",
      before: "#define LOCAL(name) Box *name = make()\nvoid f() { LOCAL(box); box->down(); }",
      after: "#define LOCAL(name) Box *name = make()\nvoid f() { LOCAL(box); box->down(); }"),
    Case(
      name: "a member template, declared in its class and defined outside",
      before: """
        struct Maker { template <class T> static Box *of(Box *box); };
        template <class T> Box *Maker::of(Box *box) { box->up(); return box; }
        int f() { Box *box = Maker::of<int>(peek()); int n = box->n; box->down(); return n; }
        """,
      after: """
        struct Maker { template <class T> static deed::owner<Box *> of(deed::pointer<Box *> box); };
        template <class T> deed::owner<Box *> Maker::of(deed::pointer<Box *> box) { box->up(); return box; }
        int f() { deed::owner<Box *> box = Maker::of<int>(peek()); int n = box->n; box->down(); return n; }
        """),
    Case(
      name: "extern declarations and static members, wherever they are declared",
      before: """
        extern Box *kept;
        struct Keeper { static Box *last; };
        Box *kept = make();
        Box *Keeper::last = make();
        void f() { kept->down(); kept = make(); Keeper::last->down(); Keeper::last = make(); }
        """,
      after: """
        extern deed::owner<Box *> kept;
        struct Keeper { static deed::owner<Box *> last; };
        deed::owner<Box *> kept = make();
        deed::owner<Box *> Keeper::last = make();
        void f() { kept->down(); kept = make(); Keeper::last->down(); Keeper::last = make(); }
        """),
    Case(
      name: "overrides and redeclarations alike",
      before: """
        struct Base { virtual void put(Box *box) = 0; };
        struct Derived : Base { void put(Box *box) override; };
        void Derived::put(Box *box) { box->down(); }
        """,
      after: """
        struct Base { virtual void put(deed::owner<Box *> box) = 0; };
        struct Derived : Base { void put(deed::owner<Box *> box) override; };
        void Derived::put(deed::owner<Box *> box) { box->down(); }
        """),
    Case(
      name: "arrays, of fields, locals and parameters",
      before: """
        struct Shelf {
          Box *places[4] = {};
          ~Shelf() { for (int i = 0; i < 4; ++i) if (places[i]) places[i]->down(); }
          void put(int i, Box *box) { places[i] = box; }
        };
        void f() { Box *two[2] = {make(), make()}; two[0]->down(); two[1]->down(); }
        int sum(Box *boxes[], Box *const *others) { return boxes[0]->n + others[0]->n; }
        """,
      after: """
        struct Shelf {
          deed::owner<Box *> places[4] = {};
          ~Shelf() { for (int i = 0; i < 4; ++i) if (places[i]) places[i]->down(); }
          void put(int i, deed::owner<Box *> box) { places[i] = box; }
        };
        void f() { deed::owner<Box *> two[2] = {make(), make()}; two[0]->down(); two[1]->down(); }
        int sum(deed::pointer<Box *> boxes[], deed::pointer<Box *const> *others) { return boxes[0]->n + others[0]->n; }
        """),
    Case(
      name: "template arguments: what a container holds",
      before: """
        #include <vector>
        struct List {
          std::vector<Box *> boxes;
          ~List() { for (Box *box : boxes) box->down(); }
          void add(Box *box) { box->up(); boxes.push_back(box); }
        };
        """,
      after: """
        #include <vector>
        struct List {
          std::vector<deed::owner<Box *>> boxes;
          ~List() { for (deed::owner<Box *> box : boxes) box->down(); }
          void add(deed::pointer<Box *> box) { box->up(); boxes.push_back(box); }
        };
        """),
    Case(
      name: "slots of pointers to functions: typedefs, aliases, fields, parameters",
      before: """
        typedef Box *(*Maker)(int);
        using Peeker = const Box *(*)(const Box *box);
        void take(Box *box) { box->down(); }
        const Box *look(const Box *box) { return box; }
        Box *made(int n) { Box *box = make(); box->n = n; return box; }
        struct Table { Box *(*make)(int n); void (*take)(Box *box); Peeker look; };
        const Table table = {made, take, look};
        void apply(void (*f)(Box *box), Maker g) { f(g(1)); }
        int use() { Box *box = table.make(3); int n = table.look(box)->n; table.take(box); apply(take, made); return n; }
        """,
      after: """
        typedef deed::owner<Box *> (*Maker)(int);
        using Peeker = deed::pointer<const Box *> (*)(deed::pointer<const Box *> box);
        void take(deed::owner<Box *> box) { box->down(); }
        deed::pointer<const Box *> look(deed::pointer<const Box *> box) { return box; }
        deed::owner<Box *> made(int n) { deed::owner<Box *> box = make(); box->n = n; return box; }
        struct Table { deed::owner<Box *> (*make)(int n); void (*take)(deed::owner<Box *> box); Peeker look; };
        const Table table = {made, take, look};
        void apply(void (*f)(deed::owner<Box *> box), Maker g) { f(g(1)); }
        int use() { deed::owner<Box *> box = table.make(3); int n = table.look(box)->n; table.take(box); apply(take, made); return n; }
        """),
    Case(
      name: "a trailing result, a condition's variable, and typedefs of pointers to what is constant",
      before: """
        typedef const Box *ConstBoxPtr;
        typedef Box *BoxPtr;
        auto trailing() -> Box * { return make(); }
        int f(ConstBoxPtr one, const BoxPtr other) { if (Box *box = trailing()) box->down(); return one->n + other->n; }
        """,
      after: """
        typedef const Box *ConstBoxPtr;
        typedef Box *BoxPtr;
        auto trailing() -> deed::owner<Box *>  { return make(); }
        int f(deed::pointer<ConstBoxPtr> one, deed::pointer<const BoxPtr> other) { if (deed::owner<Box *> box = trailing()) box->down(); return one->n + other->n; }
        """),
  ]

  static let head = """
    struct Box {
      int n = 1;
      void up() { ++n; }
      void down() { if (--n == 0) delete this; }
    };
    deed::owner<Box *> make();
    deed::pointer<Box *> peek();

    """

  @Test(arguments: cases) func construct(_ one: Case) throws {
    let head = "#include \"deed/owner.hpp\"\n\n" + Self.head
    let tree = try TemporaryTree(["a.cpp": head + one.before + "\n", "deed/owner.hpp": Self.definition])
    let words = ["--style", "aliases", "--write", "a.cpp", "--", "-std=c++17"]
    let result = try Deed.run(["annotate"] + words, in: tree)
    #expect(result.status == 0, "\(result.errors)")
    let made = try AnnotateVerbTests.text("a.cpp", in: tree)
    #expect(made == head + one.after + "\n", "\(result.errors)")

    // The head's own annotations go too: what is left of the case is what it was.
    #expect(try Deed.run(["annotate", "--strip"] + words, in: tree).status == 0)
    #expect(try AnnotateVerbTests.text("a.cpp", in: tree).hasSuffix("\nBox *peek();\n" + one.before + "\n"))
  }

  /// A header of the code base's own, which is left as it is.
  private static let definition = """
    namespace deed {
    template <class T> using owner = T;
    template <class T> using pointer = T;
    }

    """
}
