import Disciplines
import Facts

/// The claims as they stand, and what they rest on.
struct SolverState {
  private(set) var claims: [Claim]
  private(set) var evidence: [[Evidence]]
  /// The strength of what decided, the weakest possible for what is unknown.
  private(set) var strengths: [Strength]

  init(count: Int) {
    claims = [Claim](repeating: .unknown, count: count)
    evidence = [[Evidence]](repeating: [], count: count)
    strengths = [Strength](repeating: .conventional, count: count)
  }

  func hasEvidence(_ rule: RuleID, at slot: ClaimSlotID) -> Bool {
    evidence[slot.index].contains { $0.rule == rule }
  }

  /// Takes evidence to the record, and says whether the claim climbed.
  mutating func add(_ new: Evidence, to slot: ClaimSlotID) -> Bool {
    let before = claims[slot.index]
    evidence[slot.index].append(new)
    guard before == .unknown || new.strength <= strengths[slot.index] else { return false }
    // Rounds go from strong to weak, so nothing stronger than what decided can come later.
    assert(before == .unknown || new.strength == strengths[slot.index], "stronger evidence came after weaker")
    strengths[slot.index] = new.strength
    let after = before.joined(with: Claim(new.ownership))
    assert(after.height >= before.height, "a claim fell")
    claims[slot.index] = after
    return after != before
  }
}
