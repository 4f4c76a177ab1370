public import Claims
public import Disciplines
public import Facts
public import Paths

/// What a face is made from.
public struct FaceSource: Sendable {
  public var facts: FactBase
  public var index: DisciplineIndex
  public var claims: ClaimSet
  /// What walking the paths has shown, by function.
  public var effects: [FunctionEffects?]
  public var enumerations: [Enumeration]
  public var surface: HeaderSurface
  /// What the headers call the parameters of functions, by USR.
  public var parameterNames: [String: [String]]
  /// Disciplines that were made up from names alone.
  public var habitual: Set<String>
  /// Functions that the headers declare and the linked library does not define, by USR.
  public var missing: Set<String>
  /// What the functions of the C library and its kin do with memory; nil to leave memory to Swift code.
  public var memory: Discipline?
  /// How a file is shown to people.
  public var shownPath: @Sendable (String) -> String

  public init(
    facts: FactBase, index: DisciplineIndex, claims: ClaimSet, effects: [FunctionEffects?], enumerations: [Enumeration],
    surface: HeaderSurface,
    parameterNames: [String: [String]] = [:], habitual: Set<String> = [], missing: Set<String> = [],
    memory: Discipline? = nil, shownPath: @escaping @Sendable (String) -> String
  ) {
    self.facts = facts
    self.index = index
    self.claims = claims
    self.effects = effects
    self.enumerations = enumerations
    self.surface = surface
    self.parameterNames = parameterNames
    self.habitual = habitual
    self.missing = missing
    self.memory = memory
    self.shownPath = shownPath
  }

  /// What was proven of a function; nil where some path was not walked to its end.
  func proven(_ id: FunctionID) -> FunctionEffects? {
    guard effects.indices.contains(id.index), let found = effects[id.index], found.isComplete else { return nil }
    return found
  }

  func place(_ span: Span) -> String {
    guard let location = facts.location(of: span) else { return "" }
    return "\(shownPath(location.path)):\(location.line)"
  }
}
