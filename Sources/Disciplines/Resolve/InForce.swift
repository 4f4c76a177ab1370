public import Facts

extension DisciplineIndex {
  /// The disciplines in force for a program: what is stated, in order of precedence, then what discovery finds.
  ///
  ///     let index = try DisciplineIndex.inForce(stated: try BuiltIn.disciplines(), in: facts)
  public static func inForce(
    stated: [Discipline], discovering: Bool = true, in facts: FactBase
  ) throws -> DisciplineIndex {
    let discovered = discovering ? try Discovery.disciplines(in: facts, knowing: stated) : []
    return DisciplineResolver(stated + discovered).resolve(facts)
  }
}
