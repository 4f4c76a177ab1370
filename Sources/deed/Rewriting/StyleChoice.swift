import Disciplines
import Facts
import Foundation
import Spelling

/// The style in which ownership is written, and the discipline that describes it.
struct StyleChoice {
  var name: String
  var style: AnnotationStyle
  /// Is in force too, so that what it writes is understood.
  var discipline: Discipline?

  /// The style that is asked for by name or file; `nil` where none is.
  init?(named word: String?) throws {
    guard let word else { return nil }
    let found: Discipline?
    if SettingsFile.isFile(word) {
      found = try Discipline.read(fileAt: shownPath(word)).first { $0.annotations != nil }
    } else {
      found = try BuiltIn.discipline(named: word)
    }
    guard let found, let style = found.annotations else {
      let names = try Self.builtInNames()
      throw Failure(
        "no style '\(word)'\(suggestion(for: word, among: names))",
        help: "built in are \(names.joined(separator: ", ")); a file's name has a slash in it or ends in .yml")
    }
    self.init(name: found.name, style: style, discipline: found)
  }

  private init(name: String, style: AnnotationStyle, discipline: Discipline?) {
    self.name = name
    self.style = style
    self.discipline = discipline
  }

  /// The style of the first discipline in force that states one and has objects here; else one that the language has.
  init(for program: Program) throws {
    let present = Set(program.index.disciplineOfRecord.compactMap(\.self)).sorted()
    if let discipline = present.map({ program.index[$0] }).first(where: { $0.annotations != nil }),
      let style = discipline.annotations
    {
      self.init(name: discipline.name, style: style, discipline: nil)
      return
    }
    let hasC = program.commands.contains { $0.file.hasSuffix(".c") }
    guard let found = try StyleChoice(named: hasC ? "macros" : "aliases") else {
      throw Failure("no style is known", help: "name one with --style")
    }
    self = found
  }

  /// The headers that define styles: they come and go with the annotations.
  static func headers(besides stated: [Discipline]) throws -> [String] {
    var headers: Set<String> = []
    for name in BuiltIn.names {
      if let style = try BuiltIn.discipline(named: name)?.annotations { headers.insert(style.header) }
    }
    headers.formUnion(stated.compactMap { $0.annotations?.header })
    return headers.filter { !$0.isEmpty }.map { $0.trimmingCharacters(in: ["<", ">"]) }.sorted()
  }

  static func builtInNames() throws -> [String] {
    var names: [String] = []
    for name in BuiltIn.names where try BuiltIn.discipline(named: name)?.annotations != nil { names.append(name) }
    return names
  }
}
