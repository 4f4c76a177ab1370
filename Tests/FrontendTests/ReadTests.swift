import Facts
import Frontend
import Testing

/// A small project whose units share headers, each in its own way.
struct Project {
  var files: [String: String] = [
    "include/count.h": """
    #pragma once
    struct Counted { void add(); void drop(); int count; virtual ~Counted(); };
    inline void Counted::add() { count++; }
    inline void Counted::drop() { if (--count == 0) delete this; }
    """,
    "include/list.h": """
    #ifndef LIST_H
    #define LIST_H
    #include "count.h"
    template <class T> struct List : Counted {
      T *items[8]; int size;
      void push(T *item) { item->add(); items[size++] = item; }
      ~List() { for (int i = 0; i < size; i++) items[i]->drop(); }
    };
    #endif
    """,
    "include/node.h": """
    #ifndef NODE_H
    #define NODE_H
    #include "list.h"
    struct Node : Counted { List<Node> *children; Node(); ~Node() { children->drop(); } };
    inline Node *make(Node *parent) { Node *n = new Node(); if (parent) parent->children->push(n); return n; }
    int helper(Node *n);
    #endif
    """,
    "include/rare.h": """
    #pragma once
    #include "count.h"
    inline void rare(Counted *c) { c->add(); c->drop(); }
    """,
  ]
  var units: [String] = []
  var compiler = ["clang++", "--driver-mode=g++", "-std=c++17"]

  init(units count: Int = 9) {
    for index in 0..<count {
      let rare = index % 3 == 0 ? "#include \"rare.h\"\n" : ""
      add(
        "src/u\(index).cpp",
        """
        #include "node.h"
        \(rare)static int local(Node *n) { return n->count; }
        int use\(index)(Node *n) { List<Node> *l = new List<Node>(); l->push(n); l->drop(); return local(make(n)) + helper(n); }
        \(index == 4 ? "int helper(Node *n) { return n->count; }" : "")
        """)
    }
  }

  mutating func add(_ unit: String, _ text: String) {
    files[unit] = text
    units.append(unit)
  }

  func write() throws -> (tree: TemporaryTree, commands: [CompileCommand]) {
    let tree = try TemporaryTree(files)
    let commands = units.map { unit in
      CompileCommand(
        directory: tree.root, file: tree.path(unit),
        arguments: compiler + ["-Iinclude", "-o", unit + ".o", "-c", unit])
    }
    return (tree, commands)
  }
}

func options(_ tree: TemporaryTree, threads: Int = 2, shares: Bool = true, cached: Bool = false) -> ReadOptions {
  ReadOptions(threads: threads, sharesHeaders: shares, usesCache: cached, cacheDirectory: tree.path("cache"))
}

@Suite("Reading units")
struct ReadTests {
  /// Reads in every way, expects the same each time, and returns the reading with shared headers.
  func check(_ project: Project) throws -> ReadResult {
    let (tree, commands) = try project.write()
    let shared = read(commands, options: options(tree))
    let expected = shared.facts.binary()
    for (threads, shares) in [(1, true), (4, true), (1, false), (3, false)] {
      let other = read(commands, options: options(tree, threads: threads, shares: shares))
      #expect(describe(other.facts) == describe(shared.facts), "\(threads) threads, sharing \(shares)")
      #expect(other.facts.binary() == expected, "\(threads) threads, sharing \(shares)")
      #expect(other.diagnostics == shared.diagnostics)
      #expect(other.failures == shared.failures)
    }
    #expect(throws: Never.self) { try shared.facts.validate() }
    return shared
  }

  /// A line for each function, so that a difference can be seen.
  func describe(_ facts: FactBase) -> [String] {
    facts.functions.map { function in
      "\(facts[function.name]) \(facts[function.usr]) \(function.flags.rawValue) \(function.body?.events.count ?? -1) \(function.declarations.count)"
    }
  }

  @Test func sharingAndThreadsChangeNothing() throws {
    let result = try check(Project())
    #expect(result.statistics.sharedHeaders == 4)
    #expect(result.statistics.unitsWithSharedHeaders == 9)
    #expect(result.statistics.fallbacks == 0)
    #expect(result.failures.isEmpty && result.diagnostics.isEmpty)
    let names = result.facts.functions.filter { $0.body != nil }.map { result.facts[$0.name] }
    for name in ["make", "rare", "Counted::add", "use0", "use8"] { #expect(names.contains(name)) }
    #expect(names.filter { $0 == "local" }.count == 9)
  }

  @Test func fewUnitsShareNothing() throws {
    #expect(try check(Project(units: 3)).statistics.sharedHeaders == 0)
  }

  @Test func aUnitThatSharedHeadersDoNotSuitIsParsedPlainly() throws {
    var project = Project()
    project.add("src/own.cpp", "struct Node { int other; };\nint own(Node *n) { return n->other; }\n")
    let result = try check(project)
    #expect(result.statistics.fallbacks == 1)
    #expect(result.diagnostics.isEmpty)
  }

  @Test func aMacroBeforeAnIncludeIsSeen() throws {
    var project = Project()
    project.files["include/count.h"]?.append(
      "\n#ifdef EXTRA\ninline int extra(Counted *c) { return c->count; }\n#endif\n")
    project.add("src/macro.cpp", "#define EXTRA 1\n#include \"node.h\"\nint m(Node *n) { return extra(n); }\n")
    project.add("src/harmless.cpp", "#define HARMLESS 1\n#include \"node.h\"\nint h(Node *n) { return n->count; }\n")
    let result = try check(project)
    #expect(result.facts.functions.contains { result.facts[$0.name] == "extra" && $0.body != nil })
    #expect(result.statistics.unitsWithSharedHeaders == 10)
    #expect(result.statistics.fallbacks == 0)
  }

  @Test func aHeaderThatCannotStandAloneIsLeftOut() throws {
    var project = Project()
    project.files["include/needy.h"] = "#pragma once\ninline int needy(Missing *m) { return m->x; }\n"
    for index in 0..<5 {
      project.add(
        "src/n\(index).cpp",
        "struct Missing { int x; };\n#include \"needy.h\"\nint n\(index)(Missing *m) { return needy(m); }\n")
    }
    let result = try check(project)
    #expect(result.statistics.sharedHeaders == 4)
    #expect(result.diagnostics.isEmpty)
  }

  @Test func brokenUnitsAreReportedAndTheRestGoesOn() throws {
    var project = Project()
    project.add(
      "src/broken.cpp", "#include \"node.h\"\nint broken() { return 1 +; }\nint whole(Node *n) { return n->count; }\n")
    var (tree, commands) = try project.write()
    commands.append(
      CompileCommand(
        directory: tree.root, file: tree.path("src/gone.cpp"), arguments: ["clang++", "-c", "src/gone.cpp"]))
    commands.append(CompileCommand(directory: tree.root, file: tree.path("src/none.cpp"), arguments: ["clang++"]))
    commands[1].arguments.insert("-fno-such-flag-anywhere", at: 1)
    let result = read(commands, options: options(tree))
    #expect(result.diagnostics.count == 1)
    #expect(result.diagnostics.first?.file.hasSuffix("src/broken.cpp") == true)
    #expect(result.failures.count == 2)
    #expect(result.failures.first?.contains("src/gone.cpp: no such file") == true)
    let names = result.facts.functions.filter { $0.body != nil }.map { result.facts[$0.name] }
    for name in ["whole", "use0", "use1", "use8"] { #expect(names.contains(name)) }
  }

  @Test func nothingToRead() throws {
    let tree = try TemporaryTree()
    #expect(read([], options: options(tree)).facts.functions.isEmpty)
  }
}
