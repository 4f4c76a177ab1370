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
      let name = facts[record.name].split(separator: ":").last.map(String.init) ?? ""
      paths[name, default: []].insert(facts[facts[record.span.file].path])
    }
  }

  /// The files that define what a text names.
  func paths(namedIn text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return words.reduce(into: []) { $0.formUnion(paths[String($1)] ?? []) }
  }
}
