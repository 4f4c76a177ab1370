import Facts

/// The disciplines in force, resolved against one program: what Claims and Paths ask, in constant time.
///
/// Built once by `DisciplineResolver` from the built-in files, the user's, and what `Discovery` found.
public struct DisciplineIndex: Sendable {
  /// In order of precedence: the user's, built-in, discovered.
  public var disciplines: [Discipline]
  /// By record: the discipline that counts (or pairs) its objects, bases taken into account.
  public var disciplineOfRecord: [DisciplineID?]
  /// By function: what a call to it does, where a discipline says so.
  public var meaningOfFunction: [CallMeaning?]

  public init(disciplines: [Discipline], disciplineOfRecord: [DisciplineID?], meaningOfFunction: [CallMeaning?]) {
    self.disciplines = disciplines
    self.disciplineOfRecord = disciplineOfRecord
    self.meaningOfFunction = meaningOfFunction
  }

  public subscript(id: DisciplineID) -> Discipline { disciplines[id.rawValue] }

  /// The discipline of the objects that a pointer of this type refers to, `nil` for what is not a pointer to a
  /// known object. References and pointers to pointers are for the caller to peel.
  public func discipline(pointedToBy type: TypeID, in facts: FactBase) -> DisciplineID? {
    guard !type.isNone, facts[type].kind == .pointer else { return nil }
    let inner = facts[type].inner
    guard !inner.isNone, facts[inner].kind == .record, !facts[inner].record.isNone else { return nil }
    return disciplineOfRecord[facts[inner].record.index]
  }

  public func meaning(of function: FunctionID) -> CallMeaning? {
    function.isNone ? nil : meaningOfFunction[function.index]
  }
}
