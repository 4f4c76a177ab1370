import Facts

/// Which of a program's declarations a client of the library sees: those of the headers, and of the headers beside and below
/// them that they include.
public struct HeaderSurface: Sendable {
  private let headers: Set<String>
  private let directories: [String]
  /// What the headers include; nil where that is not known.
  private let included: Set<String>?
  /// By USR: what a client sees; its own settings may hide what the library's code sees. Nil where that is not known.
  private let declared: Set<String>?
  /// By name: types whose fields a client sees; nil where that is not known.
  let definedTypes: Set<String>?
  /// Names that the headers give to `void`, where the library's code has a type.
  let voidTypes: Set<String>

  /// - Parameters:
  ///   - headers: absolute paths.
  ///   - searchPaths: directories in which compilers look: what lies there beside a header is not its library's.
  ///   - included: all files that reading the headers reads; nil for all there are.
  ///   - declared: USRs of the functions that reading the headers shows; nil for all there are.
  ///   - definedTypes: names of the types that reading the headers defines; nil where that is not known.
  ///   - voidTypes: names that stand for `void` there.
  public init(
    headers: [String], searchPaths: [String], included: [String]? = nil, declared: Set<String>? = nil,
    definedTypes: Set<String>? = nil, voidTypes: Set<String> = []
  ) {
    self.voidTypes = voidTypes
    self.definedTypes = definedTypes
    self.declared = declared
    self.headers = Set(headers)
    self.included = included.map { Set($0) }
    var directories: [String] = []
    for header in headers {
      let parts = header.split(separator: "/", omittingEmptySubsequences: false)
      let directory = parts.dropLast().joined(separator: "/")
      let stem = parts.last.map { $0.split(separator: ".").first.map(String.init) ?? String($0) } ?? ""
      directories.append((searchPaths.contains(directory) ? directory + "/" + stem : directory) + "/")
    }
    self.directories = directories
  }

  public func contains(_ path: String) -> Bool {
    if headers.contains(path) { return true }
    if let included, !included.contains(path) { return false }
    return directories.contains { path.hasPrefix($0) && path.isHeader }
  }

  /// The functions and methods that a client may call, in the order of the headers.
  func functions(in facts: FactBase) -> [FunctionID] {
    let isVisible = facts.files.map { contains(facts[$0.path]) }
    var found: [(place: Span, id: FunctionID)] = []
    for (index, function) in facts.functions.enumerated() {
      guard function.kind != .signature, function.kind != .closure, function.kind != .initializer,
        !function.flags.contains(.isImplicit), !function.flags.contains(.isDeleted),
        !function.flags.contains(.isPrivate), !function.flags.contains(.isProtected),
        !function.flags.contains(.isOperator), !function.flags.contains(.isInstantiation)
      else { continue }
      if let declared, !declared.contains(facts[function.usr]) { continue }
      // A static function of a source file is nobody's interface; one of a header is.
      let places = function.declarations + [function.span]
      guard let place = places.first(where: { !$0.isNone && isVisible[$0.file.index] }) else { continue }
      found.append((place, FunctionID(index)))
    }
    found.sort {
      let (one, other) = (facts[facts[$0.place.file].path], facts[facts[$1.place.file].path])
      return one != other ? one < other : $0.place.begin < $1.place.begin
    }
    return found.map(\.id)
  }
}

extension String {
  fileprivate var isHeader: Bool {
    let name = split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return true }
    return name[dot...].hasPrefix(".h") || [".ipp", ".tpp", ".inc", ".H"].contains(name[dot...])
  }
}
