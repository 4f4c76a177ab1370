import Claims
import Disciplines
import Facts

/// One declaration to annotate: a place in the text and what is claimed there.
struct AnnotationTarget: Hashable, Sendable {
  var name: Span
  var part: DeclarationLayout.Part
  var ownership: Ownership
  var site: AnnotationSite
  /// The claim is about what an array or container holds.
  var isElement: Bool
  /// A slot whose claim it is, for messages.
  var slot: ClaimSlotID
}

/// A declaration that is not annotated although something is claimed of it, and why.
public struct LeftAlone: Hashable, Sendable {
  public var path: String
  public var offset: Int
  public var line: Int
  public var column: Int
  /// `x::f(list)`
  public var subject: String
  public var reason: String
}

/// A slot that nobody could tell, as a question to a person.
public struct OpenQuestion: Hashable, Sendable {
  public var path: String
  public var line: Int
  public var column: Int
  /// What `--answer` takes: `x::f(0)`.
  public var subject: String
  public var question: String
  /// What stands in the way.
  public var reason: String
}
