import Spelling
import YAML

/// API notes that somebody wrote, as they stand in a file: only what `NotesCheck` compares with the code.
struct NotesFile {
  struct Entry {
    var name: String
    /// Namespaces and classes around it.
    var path: [String]
    var kind: Kind
    var values: [String: YAMLEntry]
    var position: YAMLPosition

    /// As the code spells it: `geo::Shape::make`.
    var qualifiedName: String { (path + [name]).joined(separator: "::") }
  }

  enum Kind: Hashable { case function, method, type, other }

  private(set) var entries: [Entry] = []
  /// Keys and values that Swift does not know.
  private(set) var problems: [YAMLError] = []

  init(_ root: YAMLNode) throws(YAMLError) {
    let top = try root.mapping("API notes")
    try readScope(top, path: [], known: NotesVocabulary.top, subject: "API notes")
  }

  private mutating func readScope(
    _ mapping: YAMLMapping, path: [String], known: Set<String>, subject: String
  ) throws(YAMLError) {
    problems += unknownKeys(in: mapping, known: known, subject: subject)
    for entry in mapping.entries {
      guard let section = NotesVocabulary.sections[entry.key] else { continue }
      for node in try mapping.nodes(entry.key) { try readEntry(node, section, path) }
    }
  }

  private mutating func readEntry(
    _ node: YAMLNode, _ section: NotesVocabulary.Section, _ path: [String]
  ) throws(YAMLError) {
    let mapping = try node.mapping(section.subject)
    if section.isVersion {
      return try readScope(mapping, path: path, known: NotesVocabulary.top.union(["Version"]), subject: section.subject)
    }
    let name = try mapping.requiredString(section.nameKey)
    problems += unknownKeys(in: mapping, known: section.keys, subject: section.subject)
    var values: [String: YAMLEntry] = [:]
    for entry in mapping.entries {
      values[entry.key] = entry
      if let allowed = NotesVocabulary.values[entry.key], case .scalar(let text, _) = entry.value.content,
        !allowed.contains(text)
      {
        problems.append(
          YAMLError(
            at: entry.value.position,
            "unknown value '\(text)' of \(entry.key)\(suggestion(for: text, among: allowed)); Swift ignores it"))
      }
    }
    entries.append(Entry(name: name, path: path, kind: section.kind, values: values, position: mapping.position))
    for entry in mapping.entries {
      guard let inner = NotesVocabulary.sections[entry.key] else { continue }
      for node in try mapping.nodes(entry.key) { try readEntry(node, inner, path + [name]) }
    }
  }

  private func unknownKeys(in mapping: YAMLMapping, known: Set<String>, subject: String) -> [YAMLError] {
    mapping.entries.filter { !known.contains($0.key) }.map {
      YAMLError(
        at: $0.keyPosition, "unknown key '\($0.key)' in \(subject)\(suggestion(for: $0.key, among: known.sorted()))")
    }
  }
}
