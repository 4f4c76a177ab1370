// Checking: what is wrong, in words. In: facts, and the anomalies of the paths. Out: findings, ordered, one for each cause.
// It prints nothing, and knows neither terminals nor formats.

import Facts

/// A place where code does with a reference what it must not.
public struct Finding: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case leak
    case overRelease = "over-release"
    case useAfterRelease = "use-after-release"
    case missingRetain = "missing-retain"
    case extraRetain = "extra-retain"
    case borrowedEscape = "borrowed-escape"
    case cycle
    case superfluousOwner = "superfluous-owner"
    case discardedResult = "discarded-result"
    case inconsistentPaths = "inconsistent-paths"
    case missingNullTest = "missing-null-test"
    case errorMismatch = "error-mismatch"
    case formatMismatch = "format-mismatch"
  }

  public enum Severity: String, Hashable, Comparable, Sendable, CaseIterable {
    case note, warning, error

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  public var kind: Kind
  public var rule: String
  public var severity: Severity
  /// Qualified.
  public var function: String
  public var location: FindingLocation
  public var message: String
  /// What to do about it; starts with a verb.
  public var help: String
  /// The path, first to last.
  public var path: [FindingStep]
  /// Stays when lines move.
  public var fingerprint: String
  /// What would mend it, where that can be done by rote.
  public var fix: FindingFix?
}

/// A place in a source file, with line and column (in bytes) from 1.
public struct FindingLocation: Hashable, Comparable, Sendable {
  /// Absolute.
  public var file: String
  public var line: Int
  public var column: Int
  /// The column after the last, where the text ends in the same line.
  public var endColumn: Int?

  public init(file: String, line: Int, column: Int, endColumn: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.endColumn = endColumn
  }

  /// `nil` for what has no place in a file.
  init?(of span: Span, in facts: FactBase) {
    guard let (path, line, column) = facts.location(of: span) else { return nil }
    let end = facts[span.file].position(of: span.end)
    self.init(file: path, line: line, column: column, endColumn: end.line == line ? end.column : nil)
  }

  public static func < (left: FindingLocation, right: FindingLocation) -> Bool {
    if left.file != right.file { return left.file < right.file }
    return (left.line, left.column) < (right.line, right.column)
  }
}

/// One note of a finding's path.
public struct FindingStep: Hashable, Sendable {
  public var location: FindingLocation
  public var message: String
  /// A condition that the path goes through, and nothing that happens to a reference.
  public var isDecision = false

  public init(location: FindingLocation, message: String) {
    self.location = location
    self.message = message
  }
}

/// A function that was not checked to its end, and why.
public struct IncompleteCheck: Hashable, Sendable {
  public var function: String
  public var location: FindingLocation
  public var reason: String
}
