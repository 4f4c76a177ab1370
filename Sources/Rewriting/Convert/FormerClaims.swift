import Claims
import Disciplines
import Facts

/// What was claimed of a program's places and functions before it was converted, for reading it again afterwards: what stays raw is
/// owned as it was, though a converted caller no longer shows it.
public struct FormerClaims: Sendable {
  private struct Place: Hashable {
    var kind: ClaimSlot.Kind
    /// A USR, or a name where a conversion has changed it: a parameter's type is a part of its function's.
    var text: String
    var index: Int
    var name: String
  }

  private var ownerships: [Place: Ownership] = [:]

  public init(_ claims: ClaimSet, in facts: FactBase) {
    let names = SlotName(facts: facts)
    var disputed: Set<Place> = []
    for (number, slot) in claims.slots.enumerated() where slot.kind != .local {
      for place in Self.places(of: slot, facts, names) {
        // Overloads share a name; where one is undecided nothing is known by it.
        let ownership = claims.claim(of: ClaimSlotID(number)).ownership
        if let ownership, ownerships[place] ?? ownership == ownership {
          ownerships[place] = ownership
        } else {
          disputed.insert(place)
        }
      }
    }
    for place in disputed { ownerships[place] = nil }
  }

  /// For the solver: what is known of a slot of the program as it is now.
  public func answer(in facts: FactBase) -> (ClaimSlot) -> Ownership? {
    let names = SlotName(facts: facts)
    return { slot in
      if slot.kind == .local { return nil }
      return Self.places(of: slot, facts, names).lazy.compactMap { ownerships[$0] }.first
    }
  }

  /// By USR, and by name.
  private static func places(of slot: ClaimSlot, _ facts: FactBase, _ names: SlotName) -> [Place] {
    let name = slot.name(in: facts)
    return [slot.usr(in: facts), names.name(of: slot)].map {
      Place(kind: slot.kind, text: $0, index: slot.index, name: name)
    }
  }
}
