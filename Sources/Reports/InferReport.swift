import Claims

/// What `deed infer` has to tell, as plain values: every format prints from here.
public struct InferReport: Sendable {
  /// One reference's place in the program, what it is, and why.
  public struct Slot: Hashable, Sendable {
    public var usr: String
    /// The function, or the record of a field or element; empty for a global.
    public var function: String
    public var kind: ClaimSlot.Kind
    public var name: String
    /// The parameter's, from 0; else -1.
    public var index: Int
    public var type: String
    public var location: Location
    public var claim: Claim
    public var discipline: String
    /// What decided comes first; empty for what is unknown.
    public var evidence: [Evidence]
    /// Why it is unknown; nil for what is claimed.
    public var unknownReason: UnknownReason?

    /// How a person would point at it: `x::make()`, `x::take(list)`, `x::T::next`, `x::T::all[]`.
    public var displayName: String {
      switch kind {
      case .return: "\(function)()"
      case .param, .outParam: "\(function)(\(name.isEmpty ? "#\(index)" : name))"
      case .local: "\(function): \(name)"
      case .field: function.isEmpty ? name : "\(function)::\(name)"
      case .element: (function.isEmpty ? name : "\(function)::\(name)") + "[]"
      case .global: name
      }
    }
  }

  public struct Evidence: Hashable, Sendable {
    public var rule: String
    /// Nil where what it rests on has no text of its own.
    public var location: Location?
    public var note: String
  }

  public struct UnknownReason: Hashable, Sendable {
    public var sentence: String
    public var location: Location?
  }

  /// A place in a file, as it is shown.
  public struct Location: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int
    public var description: String { "\(file):\(line):\(column)" }
  }

  /// Objects that own each other in a ring, each through the field at its location.
  public struct Cycle: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
      /// The record that holds the field.
      public var record: String
      public var field: String
      public var location: Location?
    }
    public var steps: [Step]
  }

  /// How many listed slots each rule decided, in the rules' order.
  public struct RuleCount: Hashable, Sendable {
    public var rule: String
    public var decided: Int
    public var matched: Int
  }

  public var slots: [Slot]
  public var rules: [RuleCount]
  public var cycles: [Cycle]

  /// How many slots have each claim.
  public func counts(of slots: some Sequence<Slot>) -> [Claim: Int] {
    var counts: [Claim: Int] = [:]
    for slot in slots { counts[slot.claim, default: 0] += 1 }
    return counts
  }

  /// The claims in the order in which they are shown.
  public static let claims: [Claim] = [.owner, .pointer, .leaked, .conflict, .unknown]
}
