import Claims
import Testing

@Suite struct CycleTests {
  /// Rings as `Record.field Record.field`.
  private func rings(_ source: String) throws -> [String] {
    let program = try Program([Program.counted + source])
    return program.claims.ownershipCycles(in: program.facts).map { cycle in
      cycle.links.map { link in
        let record = program.facts[program.facts[link.record].name]
        return "\(record).\(program.facts[program.facts[link.field].name])"
      }.joined(separator: " ")
    }
  }

  @Test func twoThatOwnEachOtherAreARing() throws {
    let found = try rings(
      """
      struct Right;
      struct Left : Thing { Right *right; ~Left(); };
      struct Right : Thing { Left *left; ~Right() { left->release(); } };
      Left::~Left() { right->release(); }
      """)
    #expect(found == ["Left.right Right.left"])
  }

  @Test func aPointerBackMakesNoRing() throws {
    let found = try rings(
      """
      struct Child;
      struct Parent : Thing { Child *child; ~Parent(); };
      struct Child : Thing { Parent *parent; explicit Child(Parent *p) : parent(p) {} };
      Parent::~Parent() { child->release(); }
      """)
    #expect(found.isEmpty)
  }

  @Test func aFieldOfABaseTypeMayHoldWhatDerivesFromIt() throws {
    let found = try rings(
      """
      struct Node : Thing {};
      struct Group : Node { Node *first; ~Group() { first->release(); } };
      """)
    #expect(found == ["Group.first"])
  }
}
