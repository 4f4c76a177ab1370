import Disciplines
import Facts

/// What walking the paths of a function showed of one of its slots.
public struct ProvenOwnership: Hashable, Sendable {
  public var slot: ClaimSlotID
  public var ownership: Ownership
  /// Where the reference is given up, or the function itself where it never is.
  public var span: Span
  /// `every path releases it`
  public var note: String

  public init(slot: ClaimSlotID, ownership: Ownership, span: Span, note: String) {
    self.slot = slot
    self.ownership = ownership
    self.span = span
    self.note = note
  }
}

/// The seam to what walks paths. Claims asks it for what it can prove, and tells it what calls mean as far as is known.
///
/// Claims itself imports nothing that walks paths: whoever puts the two together makes the provider. A provider that walks
/// bottom-up asks `knowledge` for what it has not walked itself: externals, and what the code declares.
public protocol EffectProvider {
  /// Called once, before any rule but the declared ones has had its say.
  func provenOwnership(knowing knowledge: CallKnowledge) -> [ProvenOwnership]
}

/// What calls do to references, as far as claims tell it.
public struct CallKnowledge {
  let facts: FactBase
  let index: DisciplineIndex
  let table: SlotTable
  let claim: (ClaimSlotID) -> Claim
  public let components: [[FunctionID]]

  public func slot(ofResultOf function: FunctionID) -> ClaimSlotID { table.slotOfReturn[function.index] }

  public func slot(of slot: SlotID, in function: FunctionID) -> ClaimSlotID { table.slot(of: slot, in: function) }

  public func slot(of field: FieldID) -> ClaimSlotID { table.slotOfField[field.index] }

  public func slot(of global: GlobalID) -> ClaimSlotID { table.slotOfGlobal[global.index] }

  /// What a call to a function does: what a discipline states of it, else what its slots are claimed to be.
  public func meaning(of function: FunctionID) -> CallMeaning? {
    CallMeaning(
      of: function, facts: facts, index: index, result: table.slotOfReturn[function.index], claim: claim
    ) { table.slot(of: $0, in: function) }
  }
}

extension CallMeaning {
  /// The meaning of a function by the claims of its slots; `nil` where none of them is known.
  init?(
    of function: FunctionID, facts: FactBase, index: DisciplineIndex, result: ClaimSlotID,
    claim: (ClaimSlotID) -> Claim, slot: (SlotID) -> ClaimSlotID
  ) {
    if let stated = index.meaning(of: function), stated.authority != .conventional {
      self = stated
      return
    }
    var arguments: [Int: ArgumentEffect] = [:]
    for position in 0..<Int(facts[function].parameterCount) {
      let id = slot(SlotID(position))
      guard !id.isNone else { continue }
      let isPlace =
        facts[facts[function].slots[position].type].inner.optional.map { facts[$0].kind == .pointer } ?? false
      switch claim(id) {
      case .owner, .leaked: arguments[position] = isPlace ? .fillsOwned : .consumes
      case .pointer: arguments[position] = isPlace ? .fillsBorrowed : .borrows
      case .unknown, .conflict: continue
      }
    }
    let effect: ResultEffect =
      switch result.isNone ? Claim.unknown : claim(result) {
      case .owner: .new
      case .pointer, .leaked: .borrowed
      case .unknown, .conflict: .unspecified
      }
    guard !arguments.isEmpty || effect != .unspecified else { return nil }
    if let last = index.failureParameter(of: facts[function], in: facts) { arguments[last] = .fillsOnFailure }
    self.init(arguments: arguments, result: effect, authority: .discovered, discipline: DisciplineID(0))
  }
}
