import Disciplines
import Facts

/// Why a slot is claimed to be something: a rule, the place where it matched, and the claims that it rests on.
public struct Evidence: Hashable, Sendable {
  /// What the rule's note speaks about, kept as identifiers until somebody wants to read it.
  public enum Detail: Hashable, Sendable {
    case none
    case function(FunctionID)
    case type(TypeID)
    case text(String)
  }

  public var rule: RuleID
  public var ownership: Ownership
  /// Its rule's, or the weakest of its premises' if that is weaker.
  public var strength: Strength
  /// `none` where the place has no text of its own.
  public var span: Span
  /// The slots whose claims it was derived from; empty at the root of a chain.
  public var premises: [ClaimSlotID]
  public var detail: Detail

  public init(
    rule: RuleID, ownership: Ownership, strength: Strength, span: Span, premises: [ClaimSlotID] = [],
    detail: Detail = .none
  ) {
    self.rule = rule
    self.ownership = ownership
    self.strength = strength
    self.span = span
    self.premises = premises
    self.detail = detail
  }
}

/// One step of a chain of evidence, ready to be printed.
public struct EvidenceStep: Hashable, Sendable {
  /// 0 for the slot that was asked about, one more for what each step rests on.
  public var depth: Int
  public var slot: ClaimSlotID
  public var evidence: Evidence
  /// `returns new x::T`
  public var note: String
}

/// Why a slot is unknown: what was looked for and what stood in the way.
public struct UnknownReason: Hashable, Sendable {
  public var sentence: String
  /// The place that stood in the way; `none` where it is the absence of something.
  public var span: Span
  /// The slot that has to be known first, if it is one.
  public var waitsFor: ClaimSlotID

  public init(sentence: String, span: Span, waitsFor: ClaimSlotID = .none) {
    self.sentence = sentence
    self.span = span
    self.waitsFor = waitsFor
  }
}
