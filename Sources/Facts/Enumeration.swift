/// An enumeration that a header declares. It holds no references, so a program's facts do without it; who makes a face of
/// a library asks for it by itself.
public struct Enumeration: Hashable, Sendable {
  public struct Enumerator: Hashable, Sendable {
    public var name: String
    public var value: Int64

    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }

  /// Qualified; the typedef's where there is no tag.
  public var name: String
  /// Named by a typedef alone.
  public var isTypedef: Bool
  /// `enum class`.
  public var isScoped: Bool
  public var enumerators: [Enumerator]
  /// Absolute path of the header.
  public var file: String

  public init(name: String, isTypedef: Bool, isScoped: Bool, enumerators: [Enumerator], file: String) {
    self.name = name
    self.isTypedef = isTypedef
    self.isScoped = isScoped
    self.enumerators = enumerators
    self.file = file
  }
}
