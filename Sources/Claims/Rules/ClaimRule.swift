import Disciplines
import Facts

/// The name of a rule. It never changes once it is published; the sentences about it may.
public struct RuleID: RawRepresentable, Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }

  public var description: String { rawValue }
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A piece of code that a rule matches, or that looks like it and does not: its test and its documentation.
///
/// `// claim: NAME CLAIM RULE` stands on the line that declares the slot; `return` is the name of a result.
public struct RuleExample: Hashable, Sendable {
  public enum Language: String, Hashable, Sendable { case c, cxx }

  public var language: Language
  public var source: String

  public init(_ source: String, language: Language = .cxx) {
    self.source = source
    self.language = language
  }
}

/// One way to tell what a slot is. Each is a type of its own in a file of its own.
protocol ClaimRule: Sendable {
  static var id: RuleID { get }
  /// One line: what it looks for and what it says then.
  static var meaning: String { get }
  static var strength: Strength { get }
  static var kinds: [ClaimSlot.Kind] { get }
  static var triggering: [RuleExample] { get }
  static var nonTriggering: [RuleExample] { get }

  /// Looks at one slot as things stand. Must not say less when more is known.
  static func match(_ slot: SlotView) -> RuleMatch?

  /// All places in the source by which it matches, where one slot may have several; `nil` where the evidence's own is all.
  static func places(_ slot: SlotView) -> [Span]?

  /// What the evidence is, in the reader's own words: `returns new x::T`.
  static func note(_ evidence: Evidence, _ context: NoteContext) -> String
}

extension ClaimRule {
  static func places(_ slot: SlotView) -> [Span]? { nil }
}

struct RuleMatch {
  var ownership: Ownership
  var span: Span
  var premises: [ClaimSlotID] = []
  var detail: Evidence.Detail = .none
}

/// What a note is worded from.
struct NoteContext {
  let facts: FactBase
  let claims: ClaimSet

  /// The first premise as code would name it: `f()`, `x`, `S::list`.
  func premise(_ evidence: Evidence) -> String {
    evidence.premises.first.map(describe) ?? "it"
  }

  func describe(_ id: ClaimSlotID) -> String {
    let slot = claims[id]
    switch slot.kind {
    case .return: return "the result of '\(slot.container(in: facts))'"
    case .param, .outParam:
      let name = slot.name(in: facts)
      let position = name.isEmpty ? "parameter \(slot.index + 1)" : "parameter '\(name)'"
      return "\(position) of '\(slot.container(in: facts))'"
    case .local: return "'\(slot.name(in: facts))'"
    case .field: return "'\(slot.container(in: facts))::\(slot.name(in: facts))'"
    case .element:
      let container = slot.field.isNone ? "" : slot.container(in: facts) + "::"
      return "the elements of '\(container)\(slot.name(in: facts))'"
    case .global: return "'\(slot.name(in: facts))'"
    }
  }

  func detail(_ evidence: Evidence) -> String {
    switch evidence.detail {
    case .none: ""
    case .function(let id): facts[facts[id].name]
    case .type(let id): id.isNone ? "" : facts[facts[id].spelling]
    case .text(let text): text
    }
  }
}

/// A rule as `deed rules` and `deed explain RULE` print it.
public struct RuleDescription: Sendable {
  public var id: RuleID
  public var meaning: String
  public var strength: Strength
  public var kinds: [ClaimSlot.Kind]
  public var triggering: [RuleExample]
  public var nonTriggering: [RuleExample]
}

/// All rules there are. The list itself is generated from the files in this folder.
public enum RuleRegistry {
  public static let descriptions: [RuleDescription] = rules.map {
    RuleDescription(
      id: $0.id, meaning: $0.meaning, strength: $0.strength, kinds: $0.kinds, triggering: $0.triggering,
      nonTriggering: $0.nonTriggering)
  }

  private static let byID: [RuleID: any ClaimRule.Type] = Dictionary(
    rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  static func rule(_ id: RuleID) -> (any ClaimRule.Type)? { byID[id] }
}
