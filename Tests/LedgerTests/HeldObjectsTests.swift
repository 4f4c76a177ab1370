import Testing

@testable import Ledger

/// Which objects stand for all that is alive behind them.
@Suite struct HeldObjectsTests {
  @Test func whatIsBehindAnObjectThatNothingHoldsIsNoRing() {
    let held = HeldObjects(kept: [2, 3], others: [1], holders: [2: [1], 3: [2, 3]])
    #expect(held.ringMembers.isEmpty)
  }

  @Test func aRingThatNothingElseHoldsStandsForWhatItHolds() {
    let held = HeldObjects(kept: [1, 2, 3, 4], others: [], holders: [1: [2], 2: [1], 3: [2], 4: [3]])
    #expect(held.ringMembers == [1, 2])
  }

  @Test func aRingBehindAnotherIsItsConsequence() {
    let held = HeldObjects(kept: [1, 2, 5, 6], others: [], holders: [1: [2, 6], 2: [1], 5: [6], 6: [5]])
    #expect(held.ringMembers == [5, 6])
  }

  @Test func aRingThatALiveObjectHoldsIsItsConsequence() {
    let held = HeldObjects(kept: [1, 2], others: [7], holders: [1: [2, 7], 2: [1]])
    #expect(held.ringMembers.isEmpty)
  }
}
