import Claims
import Facts

/// Where the text goes on after a local or parameter was given away: a raw pointer still points there, and a smart one is empty.
struct GivenAway {
  /// From what gives it to what sets it anew, in the order of the text, which is that of the paths but in loops.
  var range: Range<Int>
  /// The event that gives it.
  var event: Int
  /// The field of `this` that it was given to and that keeps it: whoever names the one may as well name the other.
  var keeper: ClaimSlotID

  /// Who returns it leaves: nothing follows.
  static func all(in reading: FunctionReading, _ claims: ClaimSet, _ facts: FactBase) -> [ClaimSlotID: [GivenAway]] {
    var found: [ClaimSlotID: [GivenAway]] = [:]
    for (slot, result) in reading.results where [.local, .param].contains(claims[slot].kind) {
      let uses = reading.uses[slot] ?? []
      let sets = uses.filter { $0.kind == .takes || $0.kind == .clears }
      for use in uses where use.kind == .gives && result.transfers.contains(use.event) {
        guard reading.body.events[use.event].operation != .return, !use.span.isNone else { continue }
        let next = sets.filter { $0.span.begin > use.span.end }.map { Int($0.span.begin) }.min()
        found[slot, default: []].append(
          GivenAway(
            range: Int(use.span.end)..<(next ?? Int.max), event: use.event,
            keeper: keeper(of: slot, use, in: reading, claims, facts)))
      }
    }
    return found
  }

  private static func keeper(
    of slot: ClaimSlotID, _ gift: PlaceProof.Use, in reading: FunctionReading, _ claims: ClaimSet, _ facts: FactBase
  ) -> ClaimSlotID {
    let flow = reading.flows[gift.flow]
    let store = reading.body.events[gift.event]
    guard store.operation == .store, flow.arms.count == 1, !flow.arms[0].hasCast else { return .none }
    let address = reading.body.operand(0, of: store)
    guard !address.isNone, reading.body[address].operation == .field else { return .none }
    let field = claims.slot(of: reading.body[address].field)
    // What is set to null elsewhere in the function, or given away again, does not keep it.
    guard !field.isNone, let uses = reading.uses[field], uses.contains(where: { $0.event == gift.event }),
      uses.allSatisfy({ $0.event == gift.event || $0.kind == .looks || $0.kind == .tests })
    else { return .none }
    let name = claims[field].word(in: facts)
    guard claims[slot].type == claims[field].type,
      !facts[reading.function].slots.contains(where: { facts[$0.name] == name })
    else { return .none }
    return field
  }
}
