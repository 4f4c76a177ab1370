import Disciplines
import Facts

/// Where the classes of counted objects are defined, by the last part of their names.
public struct CountedDefinitions: Sendable {
  private var paths: [String: Set<String>] = [:]

  public init(facts: FactBase, index: DisciplineIndex) {
    for (number, record) in facts.records.enumerated() where record.isDefined && !record.span.isNone {
      guard record.template.isNone, let discipline = index.disciplineOfRecord[number],
        index[discipline].kind == .counted
      else { continue }
      paths[Self.lastName(of: facts[record.name]), default: []].insert(facts[facts[record.span.file].path])
    }
  }

  /// The files that define what a text names.
  func paths(namedIn text: String) -> Set<String> {
    Self.words(of: text).reduce(into: []) { $0.formUnion(paths[$1] ?? []) }
  }

  static func words(of text: String) -> Set<String> {
    Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
  }

  /// `T` of `x::T` and of `x::T<y::U>`.
  static func lastName(of name: String) -> String {
    let plain = name.prefix { $0 != "<" }
    return plain.split(separator: ":").last.map(String.init) ?? ""
  }
}
