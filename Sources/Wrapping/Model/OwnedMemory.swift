/// Memory of numbers or text that a function returns and its caller has to free.
public struct OwnedMemory: Hashable, Sendable {
  /// The function that frees it: one of the headers, or the C library's.
  public var destroy: String
  public var provenance: Provenance
  /// The parameter, from 0, whose address gets the length; text has its end in itself.
  public var length: Int?

  public init(destroy: String, provenance: Provenance, length: Int? = nil) {
    self.destroy = destroy
    self.provenance = provenance
    self.length = length
  }
}
