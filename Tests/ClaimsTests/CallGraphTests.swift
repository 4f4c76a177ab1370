import Claims
import Facts
import Testing

@Suite struct CallGraphTests {
  private func graph(_ source: String) throws -> (CallGraph, (String) throws -> FunctionID, FactBase) {
    let program = try Program([source])
    let facts = program.facts
    return (
      program.claims.calls,
      { name in
        let index = facts.functions.firstIndex { facts[$0.name] == name }
        return FunctionID(try #require(index, "\(name)"))
      }, facts
    )
  }

  @Test func calleesComeBeforeCallersAndRingsAreOne() throws {
    let (calls, id, _) = try graph(
      """
      int odd(int n);
      int even(int n) { return n == 0 ? 1 : odd(n - 1); }
      int odd(int n) { return n == 0 ? 0 : even(n - 1); }
      int leaf() { return 1; }
      int root() { return even(3) + leaf(); }
      """)
    let place = { (name: String) in
      let function = try id(name)
      return try #require(calls.components.firstIndex { $0.contains(function) })
    }
    #expect(try place("odd") == place("even"))
    #expect(try place("even") < place("root"))
    #expect(try place("leaf") < place("root"))
    #expect(try calls.components[place("root")].count == 1)
  }

  @Test func aVirtualCallReachesEveryOverrideAndAPointerWhatIsPutIntoIt() throws {
    let (calls, id, _) = try graph(
      """
      struct Base { virtual int f() { return 1; } virtual ~Base() {} };
      struct Middle : Base { int f() override { return 2; } };
      struct Last : Middle { int f() override { return 3; } };
      int through(Base *b) { return b->f(); }
      typedef int (*Number)();
      int one() { return 1; }
      int two() { return 2; }
      Number number = one;
      int call() { return number(); }
      """)
    let reached = Set(calls.callees(of: try id("through")))
    for name in ["Base::f", "Middle::f", "Last::f"] { #expect(try reached.contains(id(name)), "\(name)") }
    let called = Set(calls.callees(of: try id("call")))
    #expect(try called.contains(id("one")))
    #expect(try !called.contains(id("two")))
  }

  @Test func aDeepLineOfCallsIsNoTrouble() throws {
    let count = 2_000
    let source =
      (0..<count).map { "int f\($0)(int n);" }.joined(separator: "\n") + "\n"
      + (0..<count).map { "int f\($0)(int n) { return \($0 + 1 == count ? "n" : "f\($0 + 1)(n)"); }" }.joined(
        separator: "\n")
    let (calls, id, _) = try graph(source)
    let first = try id("f0")
    #expect(calls.components.last { $0.contains(first) }?.count == 1)
    #expect(calls.components.map(\.count).max() == 1)
  }
}
