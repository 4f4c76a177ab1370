import Disciplines
import Spelling

extension Settings {
  /// The disciplines in force before anything is discovered, in order of precedence: those that the user names, then the
  /// built-in ones.
  func statedDisciplines() throws -> [Discipline] {
    var disciplines: [Discipline] = []
    for word in self.disciplines.value { disciplines += try Self.disciplines(named: word) }
    let named = Set(disciplines.map(\.name))
    return disciplines + (try BuiltIn.disciplines().filter { !$0.onlyWhenNamed && !named.contains($0.name) })
  }

  private static func disciplines(named word: String) throws -> [Discipline] {
    if SettingsFile.isFile(word) { return try Discipline.read(fileAt: shownPath(word)) }
    if let discipline = try BuiltIn.discipline(named: word) { return [discipline] }
    throw Failure(
      "no discipline '\(word)'\(suggestion(for: word, among: BuiltIn.names))",
      help: "built in are \(BuiltIn.names.joined(separator: ", ")); a file's name has a slash in it or ends in .yml")
  }
}
