private import CBuiltIn
public import YAML

/// The disciplines that Deed brings along, as the files in `BuiltIn`.
public enum BuiltIn {
  /// The files' names without their ending, and what is in them.
  static let files = deed_built_in_text.all(from: deed_built_in_disciplines())

  /// The smart pointer that Deed ships: its name in an `#include`, and its text.
  public static var refHeader: (name: String, text: String) {
    let header = deed_built_in_ref_header()
    return (String(cString: header.name), header.text)
  }

  public static var names: [String] { files.map(\.name) }

  /// The text of one file, as `deed disciplines NAME` shows it.
  public static func text(of name: String) -> String? {
    files.first { $0.name == name }?.text
  }

  /// One built-in discipline, `nil` where there is none of that name.
  public static func discipline(named name: String) throws(YAMLError) -> Discipline? {
    guard let text = text(of: name) else { return nil }
    return try Discipline(YAMLNode.parse(text, file: "\(name).yml (built in)"), origin: .builtIn)
  }

  /// All of them, in order of precedence.
  public static func disciplines() throws(YAMLError) -> [Discipline] {
    var disciplines: [Discipline] = []
    for name in names {
      if let discipline = try discipline(named: name) { disciplines.append(discipline) }
    }
    return disciplines
  }

  /// What is stated, and behind it those of them that it does not replace by one of the same name.
  static func disciplines(after stated: [Discipline]) throws(YAMLError) -> [Discipline] {
    let names = Set(stated.map(\.name))
    return stated + (try disciplines()).filter { !names.contains($0.name) }
  }
}
