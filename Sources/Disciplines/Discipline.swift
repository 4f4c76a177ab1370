/// The rules by which one family of objects is created, retained, released and destroyed.
public struct Discipline: Hashable, Sendable {
  public var name: String

  public init(name: String) {
    self.name = name
  }
}
