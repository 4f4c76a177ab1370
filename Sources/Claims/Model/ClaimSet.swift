import Disciplines
import Facts

/// The claims of a whole program: what comes out of `ClaimSolver.solve`.
public struct ClaimSet: Sendable {
  /// In order of file, line, column, USR, kind, index; those that are not listed stand among them.
  public let slots: [ClaimSlot]
  public let claims: [Claim]
  /// By slot; what decided comes first, in the order in which it was found.
  public let evidence: [[Evidence]]
  /// By slot; `nil` for those that are claimed.
  public let unknownReasons: [UnknownReason?]
  public let statistics: ClaimStatistics
  /// Empty unless it was asked for.
  public internal(set) var pairs = ReferencePairs()

  private let slotOfReturn: [ClaimSlotID]
  private let firstSlotOfFunction: [Int]
  private let slotOfFrame: [ClaimSlotID]
  private let slotOfField: [ClaimSlotID]
  private let slotOfGlobal: [ClaimSlotID]
  /// Who calls whom, callees first.
  public let calls: CallGraph

  init(table: SlotTable, state: SolverState, reasons: [UnknownReason?], statistics: ClaimStatistics, calls: CallGraph) {
    slots = table.slots
    claims = state.claims
    evidence = state.evidence
    unknownReasons = reasons
    self.statistics = statistics
    slotOfReturn = table.slotOfReturn
    firstSlotOfFunction = table.firstFrameIndex
    slotOfFrame = table.slotOfFrame
    slotOfField = table.slotOfField
    slotOfGlobal = table.slotOfGlobal
    self.calls = calls
  }

  /// The slots that are shown to people, in order.
  public var listed: some Sequence<ClaimSlotID> {
    slots.indices.lazy.filter { slots[$0].isListed }.map { ClaimSlotID($0) }
  }

  public subscript(id: ClaimSlotID) -> ClaimSlot { slots[id] }

  /// `unknown` for `none`, so that what has no slot needs no case of its own.
  public func claim(of id: ClaimSlotID) -> Claim { id.isNone ? .unknown : claims[id.index] }

  public func evidence(for id: ClaimSlotID) -> [Evidence] { id.isNone ? [] : evidence[id.index] }

  public func slot(ofResultOf function: FunctionID) -> ClaimSlotID {
    function.isNone ? .none : slotOfReturn[function.index]
  }

  /// Of a parameter, an out-parameter or a local.
  public func slot(of slot: SlotID, in function: FunctionID) -> ClaimSlotID {
    guard !slot.isNone, !function.isNone else { return .none }
    return slotOfFrame[firstSlotOfFunction[function.index] + slot.index]
  }

  public func slot(of field: FieldID) -> ClaimSlotID { field.isNone ? .none : slotOfField[field.index] }

  public func slot(of global: GlobalID) -> ClaimSlotID { global.isNone ? .none : slotOfGlobal[global.index] }

  /// The chain of evidence for a slot down to its roots, each slot told once, what it rests on right after it.
  public func chain(for id: ClaimSlotID, in facts: FactBase) -> [EvidenceStep] {
    var steps: [EvidenceStep] = []
    var told: Set<ClaimSlotID> = []
    // An explicit stack: a chain may be as long as the program's longest line of calls.
    var stack: [(slot: ClaimSlotID, depth: Int)] = [(id, 0)]
    while let (slot, depth) = stack.popLast() {
      guard told.insert(slot).inserted else { continue }
      // Both sides of a dispute are shown for the slot itself; further down what decided is enough.
      let all = evidence(for: slot)
      let shown = depth == 0 ? all[...] : all.prefix(1)
      for one in shown {
        steps.append(EvidenceStep(depth: depth, slot: slot, evidence: one, note: note(of: one, in: facts)))
      }
      for premise in shown.flatMap(\.premises).reversed() { stack.append((premise, depth + 1)) }
    }
    return steps
  }

  /// What a call to a function does to references, by a discipline or by the claims of the function's slots; claims whose
  /// evidence is weaker than `strength` are taken for unknown.
  public func meaning(
    of function: FunctionID, facts: FactBase, index: DisciplineIndex, noWeakerThan strength: Strength = .conventional
  ) -> CallMeaning? {
    CallMeaning(
      of: function, facts: facts, index: index, result: slot(ofResultOf: function),
      claim: { isAtLeast(strength, $0) ? claim(of: $0) : .unknown }
    ) {
      slot(of: $0, in: function)
    }
  }

  /// Whether what decided a slot's claim is of this strength or stronger.
  public func isAtLeast(_ strength: Strength, _ slot: ClaimSlotID) -> Bool {
    evidence(for: slot).first.map { $0.strength <= strength } ?? false
  }

  /// What evidence says in words: `returns new x::T`.
  public func note(of evidence: Evidence, in facts: FactBase) -> String {
    RuleRegistry.rule(evidence.rule)?.note(evidence, NoteContext(facts: facts, claims: self)) ?? ""
  }
}
