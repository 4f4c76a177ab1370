import Claims
import Facts

/// What `deed annotate` would write, and what it would not.
public struct AnnotationPlan: Sendable {
  public internal(set) var edits = EditSet()
  /// The bytes of each edited file as they are now, by path.
  public internal(set) var originals: [String: [UInt8]] = [:]
  /// Declarations that are annotated by it.
  public internal(set) var written = 0
  public internal(set) var leftAlone: [LeftAlone] = []
  /// Files that hold claims and are nobody's to edit, with the reason.
  public internal(set) var refusedFiles: [(path: String, reason: String)] = []
  public internal(set) var questions: [OpenQuestion] = []

  public init() {}
}
