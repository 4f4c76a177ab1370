/// One change to a file, proposed: bytes to take out and text to put there.
///
/// An edit knows who proposes it and whether a person should look at it first; it knows nothing of why ownership
/// makes it necessary.
public struct Edit: Hashable, Sendable {
  public enum Safety: Hashable, Sendable {
    case safe
    /// What a person has to look at before it is written.
    case needsReview(reason: String)
  }

  /// Bytes of the file as it was analysed.
  public var range: Range<Int>
  public var replacement: String
  /// Who proposes it: a rule's id and the declaration it is about, named when two edits collide.
  public var author: String
  public var safety: Safety

  public init(range: Range<Int>, replacement: String, author: String, safety: Safety = .safe) {
    self.range = range
    self.replacement = replacement
    self.author = author
    self.safety = safety
  }
}

/// Two edits that cannot both be made.
public struct EditConflict: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var first: Edit
  public var second: Edit

  public var description: String {
    "\(path): byte \(second.range.lowerBound): the edits for \(first.author) and for \(second.author) collide"
  }
}
