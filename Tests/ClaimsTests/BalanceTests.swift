import Disciplines
import Facts
import Testing

@testable import Claims

@Suite struct BalanceTests {
  @Test func countsMoveAndKeepTheirSignAtTheEnds() {
    var balance = Balance.zero
    for _ in 0..<20 { balance = balance.adding(1) }
    #expect(balance.range == 4...4)
    for _ in 0..<30 { balance = balance.adding(-1) }
    #expect(balance.range == -4 ... -4)
    #expect(balance.mayBeNegative)
  }

  @Test func whatMayBeEitherIsBoth() {
    let either = Balance.zero.union(Balance.zero.adding(1))
    #expect(either.range == 0...1)
    #expect(either.adding(-1).mayBeNegative)
    #expect(Balance.null.adding(-1) == .null)
    #expect(!either.mayBeNegative)
  }

  @Test func claimsOnlyClimb() {
    for one in Claim.allCases {
      for other in Claim.allCases {
        let joined = one.joined(with: other)
        #expect(joined == other.joined(with: one))
        #expect(joined.height >= max(one.height, other.height))
        #expect(joined.joined(with: one) == joined)
      }
    }
  }

  @Test func evidenceOfOneStrengthThatDisagreesIsAConflictAndWeakerIsKeptBesideIt() {
    let slot = ClaimSlotID(0)
    func evidence(_ rule: RuleID, _ ownership: Ownership, _ strength: Strength) -> Evidence {
      Evidence(rule: rule, ownership: ownership, strength: strength, span: .none)
    }
    var state = SolverState(count: 1)
    let climbed1 = state.add(evidence("a", .owner, .syntactic), to: slot)
    #expect(climbed1)
    let climbed2 = state.add(evidence("b", .pointer, .allUses), to: slot)
    #expect(!climbed2)
    #expect(state.claims == [.owner])
    #expect(state.evidence[0].count == 2)

    var disputed = SolverState(count: 1)
    let climbed3 = disputed.add(evidence("a", .owner, .syntactic), to: slot)
    #expect(climbed3)
    let climbed4 = disputed.add(evidence("b", .pointer, .syntactic), to: slot)
    #expect(climbed4)
    #expect(disputed.claims == [.conflict])
  }
}
