import Testing

@testable import Ledger

/// Which objects stand for all that is alive behind them.
@Suite struct HeldObjectsTests {
  /// The objects of rings, by numbers below ten.
  private func ringMembers(kept: Set<Int32>, holders: [Int32: [Int32]]) -> Set<Int32> {
    let edges = holders.sorted { $0.key < $1.key }.flatMap { object, owners in
      owners.map { (object: object, owner: $0) }
    }
    let held = HeldObjects(isKept: (0..<10).map { kept.contains($0) }, holders: ObjectHolders(count: 10, edges))
    return Set(held.isInRing.indices.filter { held.isInRing[$0] }.map { Int32($0) })
  }

  @Test func whatIsBehindAnObjectThatNothingHoldsIsNoRing() {
    #expect(ringMembers(kept: [2, 3], holders: [2: [1], 3: [2, 3]]).isEmpty)
  }

  @Test func aRingThatNothingElseHoldsStandsForWhatItHolds() {
    #expect(ringMembers(kept: [1, 2, 3, 4], holders: [1: [2], 2: [1], 3: [2], 4: [3]]) == [1, 2])
  }

  @Test func aRingBehindAnotherIsItsConsequence() {
    #expect(ringMembers(kept: [1, 2, 5, 6], holders: [1: [2, 6], 2: [1], 5: [6], 6: [5]]) == [5, 6])
  }

  @Test func aRingThatALiveObjectHoldsIsItsConsequence() {
    #expect(ringMembers(kept: [1, 2], holders: [1: [2, 7], 2: [1]]).isEmpty)
  }
}
