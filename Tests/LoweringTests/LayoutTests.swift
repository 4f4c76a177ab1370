import Facts
import Frontend
import Testing

/// Where the parts of declarations and statements stand, shown as the texts that they cover.
@Suite struct LayoutTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var source: String
    var name: String
    var part: DeclarationLayout.Part = .variable
    /// `kind=text` for each part that is there, and flags.
    var expected: [String]
    var file = "/a.cc"

    var testDescription: String { "\(name) in \(source)" }
  }

  static let cases: [Case] = [
    Case(
      source: "struct T;\nstatic const T *const a = nullptr;", name: "a",
      expected: [
        "specifier=const T", "pointer=*const", "initializer=nullptr", "declarator=*const a = nullptr",
        "whole=static const T *const a = nullptr", "group=static const T *const a = nullptr;", "type=const T *const",
        "first",
      ]),
    Case(
      source: "struct T; T *f(); void g() { T *a, *b = f(); }", name: "b",
      expected: [
        "specifier=T", "pointer=*", "initializer=f()", "declarator=*b = f()", "whole=T *a, *b = f()",
        "group=T *a, *b = f();", "grouped",
      ]),
    Case(
      source: "struct T; T *f(); void g() { T *a, *b = f(); }", name: "a",
      expected: [
        "specifier=T", "pointer=*", "declarator=*a", "whole=T *a", "group=T *a, *b = f();", "type=T *", "grouped",
        "first",
      ]),
    Case(
      source: "struct T; const static T *a[3];", name: "a",
      expected: [
        "specifier=T", "detached=const", "pointer=*", "suffix=[3]", "declarator=*a[3]", "whole=const static T *a[3]",
        "group=const static T *a[3];", "first",
      ]),
    Case(
      source: "struct T; T const &f(T volatile *, int);", name: "f", part: .result,
      expected: [
        "specifier=T const", "pointer=&", "declarator=&f(T volatile *, int)",
        "whole=T const &f(T volatile *, int)", "group=T const &f(T volatile *, int);", "type=T const &", "first",
      ]),
    Case(
      source: "struct T; T const &f(T volatile *, int);", name: ",",
      expected: [
        "specifier=T volatile", "pointer=*", "declarator=*", "whole=T volatile *", "type=T volatile *", "first",
      ]),
    Case(
      source: "struct T; struct S { T *m(int) const; };\nT *S::m(int) const { return 0; }\n", name: "m", part: .result,
      expected: [
        "specifier=T", "pointer=*", "declarator=*m(int) const", "whole=T *m(int) const", "group=T *m(int) const;",
        "type=T *", "first",
        "specifier=T", "pointer=*", "declarator=*S::m(int) const", "whole=T *S::m(int) const", "type=T *", "first",
      ]),
    Case(
      source: "struct T; auto f() -> T * { return nullptr; }", name: "f", part: .result,
      expected: [
        "specifier=T", "pointer=*", "declarator=f() -> T *", "whole=auto f() -> T *", "type=T *", "trailing", "first",
      ]),
    Case(
      source: "struct T; T *(*hook)(T *, int) = nullptr;", name: "hook", part: .result,
      expected: [
        "specifier=T", "pointer=*", "initializer=nullptr", "declarator=*(*hook)(T *, int) = nullptr",
        "whole=T *(*hook)(T *, int) = nullptr", "group=T *(*hook)(T *, int) = nullptr;", "type=T *", "first",
      ]),
    Case(
      source: "struct T; typedef T *(*Maker)(const T *from);", name: "Maker", part: .result,
      expected: [
        "specifier=T", "pointer=*", "declarator=*(*Maker)(const T *from)", "whole=typedef T *(*Maker)(const T *from)",
        "group=typedef T *(*Maker)(const T *from);", "type=T *", "first",
      ]),
    Case(
      source: "struct T; typedef T *(*Maker)(const T *from);", name: "from",
      expected: [
        "specifier=const T", "pointer=*", "declarator=*from", "whole=const T *from", "type=const T *", "first",
      ]),
    Case(
      source: "struct T; typedef T *TP; struct S { TP field = nullptr; };", name: "field",
      expected: [
        "alias", "specifier=TP", "initializer=nullptr", "declarator=field = nullptr", "whole=TP field = nullptr",
        "group=TP field = nullptr;", "type=TP", "first",
      ]),
    Case(
      source: "struct T; T *f(); void g() { const auto *a = f(); }", name: "a",
      expected: [
        "deduced", "specifier=const auto", "pointer=*", "initializer=f()", "declarator=*a = f()",
        "whole=const auto *a = f()", "group=const auto *a = f();", "type=const auto *", "first",
      ]),
    Case(
      source: "struct T; template <class X> using owner = X; void g(owner<const T *> a = nullptr);", name: "a",
      expected: [
        "template", "specifier=owner<const T *>", "initializer=nullptr", "declarator=a = nullptr",
        "whole=owner<const T *> a = nullptr", "argument=const T *", "type=owner<const T *>", "first",
      ]),
    Case(
      source: "struct T;\n#define STOLEN(X) X\nvoid g(STOLEN(T *) a);", name: "a",
      expected: ["specifier=T", "pointer=*", "declarator=*) a", "whole=T *) a", "type=T *", "first"]),
    Case(
      source: "struct T;\n#define HANDLE struct T *\nHANDLE a;", name: "a",
      expected: ["specifier=HANDLE [HANDLE]", "pointer=HANDLE [HANDLE]", "macro", "first"]),
    Case(
      source: "struct T; void f(a, b) struct T *a, *b; {}", name: "b",
      expected: [
        "specifier=struct T", "pointer=*", "declarator=*b", "whole=struct T *a, *b", "group=struct T *a, *b;",
        "grouped",
      ], file: "/a.c"),
    Case(
      source: "struct T; struct S { T *next; }; void g(S *s) { while (T *p = s->next) s->next = p; }", name: "p",
      expected: [
        "specifier=T", "pointer=*", "initializer=s->next", "declarator=*p = s->next", "whole=T *p = s->next",
        "type=T *", "first",
      ]),
    Case(
      source: "template <class X> struct Box { X *held; }; Box<int> a; int *f() { return a.held; }", name: "held",
      expected: [
        "specifier=X", "pointer=*", "declarator=*held", "whole=X *held", "group=X *held;", "type=X *", "instantiated",
        "first",
      ]),
  ]

  @Test(arguments: cases)
  func declaration(_ item: Case) throws {
    let facts = try read(item.source, item.file)
    let shown = facts.layout.declarations.filter { $0.part == item.part && text($0.name, item.source) == item.name }
      .flatMap { describe($0, item.source, facts) }
    #expect(shown == item.expected)
  }

  @Test func statementsAreFoundByTheirEvents() throws {
    let source = """
      struct T { void release(); };
      #define DROP(p) do { if (p) p->release(); } while (0)
      void f(T *a, T *b, T *c) {
        a->release() ;
        if (a) b->release();
        if (b) { c->release(); }
        if (c) { a->release(); b->release(); } else c->release();
        DROP(c);
        for (;;) if (a) (void)a->release();
      }
      """
    let facts = try read(source, "/a.cc")
    let function = try #require(facts.functions.first { facts[$0.simpleName] == "f" })
    let body = try #require(function.body)
    let shown = body.events.filter { $0.operation == .call }.map { event in
      guard let found = facts.layout.statement(around: body.span(of: event)) else { return "nothing" }
      var words = [text(found.statement, source)]
      if !found.guardStatement.isNone {
        words.append("in " + text(found.guardStatement, source))
        words.append("if " + text(found.condition, source))
      }
      if found.flags.contains(.isSoleBody) { words.append("sole") }
      if found.flags.contains(.isGuardSoleBody) { words.append("guard sole") }
      return words.joined(separator: " | ")
    }
    #expect(
      Set(shown) == [
        "a->release() ;", "b->release(); | in if (a) b->release(); | if a | sole",
        "c->release(); | in if (b) { c->release(); } | if b", "a->release();", "b->release();",
        "c->release(); | sole", "DROP(c);",
        "(void)a->release(); | in if (a) (void)a->release(); | if a | sole | guard sole",
      ])
  }

  @Test func nothingIsGatheredUnlessAskedFor() throws {
    let facts = try lowerUnit(.source("struct T; T *f(T *);", named: "/a.cc")).facts
    #expect(facts.layout.isEmpty)
  }

  @Test func layoutSurvivesTheDisk() throws {
    let facts = try read("struct T { void end(); }; void f(T *a) { if (a) a->end(); }", "/a.cc")
    #expect(!facts.layout.declarations.isEmpty && !facts.layout.statements.isEmpty)
    #expect(try FactBase(binary: facts.binary()).layout == facts.layout)
    var linker = Linker()
    for _ in 0..<2 { linker.add(facts) }
    let program = linker.finish()
    #expect(program.layout.declarations.count == facts.layout.declarations.count)
    let parameter = try #require(program.functions.first { program[$0.simpleName] == "f" }?.slots.first)
    #expect(program.layout.declaration(.variable, named: parameter.span)?.form == .plain)
  }

  private func read(_ source: String, _ file: String) throws -> FactBase {
    var request = UnitRequest.source(source, named: file)
    request.recordsLayout = true
    // Linked: places are in order.
    var linker = Linker()
    linker.add(try lowerUnit(request).facts)
    return linker.finish()
  }

  private func text(_ span: Span, _ source: String) -> String {
    String(decoding: Array(source.utf8)[Int(span.begin)..<Int(span.end)], as: UTF8.self)
  }

  private func describe(_ row: DeclarationLayout, _ source: String, _ facts: FactBase) -> [String] {
    var result: [String] = row.form == .plain ? [] : ["\(row.form)"]
    let parts: [(String, Span)] = [
      ("specifier", row.specifier), ("detached", row.detachedQualifier), ("pointer", row.pointer),
      ("suffix", row.suffix), ("initializer", row.initializer), ("declarator", row.declarator), ("whole", row.whole),
      ("group", row.group), ("argument", row.argument), ("type", row.type ?? .none),
    ]
    for (name, span) in parts where !span.isNone {
      result.append("\(name)=\(text(span, source))" + (span.isFromMacro ? " [\(facts[span.macro])]" : ""))
    }
    if row.isFromMacro { result.append("macro") }
    if row.flags.contains(.isGrouped) { result.append("grouped") }
    if row.flags.contains(.isParenthesized) { result.append("parenthesized") }
    if row.flags.contains(.isTrailing) { result.append("trailing") }
    if row.flags.contains(.isInstantiated) { result.append("instantiated") }
    if row.flags.contains(.isFirst) { result.append("first") }
    return result
  }
}
