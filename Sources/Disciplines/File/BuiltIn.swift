public import YAML

/// The disciplines that Deed brings along, as the files in `BuiltIn`.
public enum BuiltIn {
  /// The files' names without their ending, and what is in them.
  static let files: [(name: String, bytes: [UInt8])] = [
    ("gpos", PackageResources.gpos_yml),
    ("com", PackageResources.com_yml),
    ("cpython", PackageResources.cpython_yml),
    ("gobject", PackageResources.gobject_yml),
    ("handles", PackageResources.handles_yml),
    ("malloc", PackageResources.malloc_yml),
    ("atomics", PackageResources.atomics_yml),
    ("pointers", PackageResources.pointers_yml),
    ("declared", PackageResources.declared_yml),
  ]

  public static var names: [String] { files.map(\.name) }

  /// The text of one file, as `deed disciplines NAME` shows it.
  public static func text(of name: String) -> String? {
    files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
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
}
