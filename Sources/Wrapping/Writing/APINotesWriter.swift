import YAML

/// `NAME.apinotes`: what Swift's importer is told of the headers.
public struct APINotesWriter {
  private let face: Face

  public init(_ face: Face) { self.face = face }

  public func text() -> String { notes().yaml() }

  func notes() -> YAMLValue {
    var top = Scope()
    var namespaces: [(path: [String], scope: Scope)] = []
    func add(_ path: [String], _ change: (inout Scope) -> Void) {
      if path.isEmpty { return change(&top) }
      if let index = namespaces.firstIndex(where: { $0.path == path }) { return change(&namespaces[index].scope) }
      var scope = Scope()
      change(&scope)
      namespaces.append((path, scope))
    }
    for (index, type) in face.types.enumerated() {
      guard let entry = entry(of: type, index) else { continue }
      add(path(of: type.nativeName)) { $0.tags.append(entry) }
    }
    for enumeration in face.enumerations where !enumeration.isScoped {
      add(path(of: enumeration.nativeName)) { scope in
        scope.tags.append(tag(of: enumeration))
        scope.enumerators += members(of: enumeration)
        if enumeration.isTypedef {
          scope.typedefs.append(
            .mapping([("Name", .string(simple(enumeration.nativeName))), ("SwiftName", .string(enumeration.swiftName))])
          )
        }
      }
    }
    var seen: Set<String> = []
    for function in face.functions where function.recordName.isEmpty && seen.insert(function.nativeName).inserted {
      for entry in entries(of: function) { add(path(of: function.nativeName)) { $0.functions.append(entry) } }
    }
    for function in shimsOfTheModule { top.functions.append(function) }
    var root: [(key: String, value: YAMLValue)] = [("Name", .string(face.clangModule))]
    let nested = nest(namespaces)
    if !nested.isEmpty { root.append(("Namespaces", .sequence(nested))) }
    root += top.entries
    return .mapping(root)
  }

  /// What stands in one namespace.
  private struct Scope {
    var tags: [YAMLValue] = []
    var typedefs: [YAMLValue] = []
    var functions: [YAMLValue] = []
    var enumerators: [YAMLValue] = []

    var entries: [(key: String, value: YAMLValue)] {
      [("Tags", tags), ("Typedefs", typedefs), ("Functions", functions), ("Enumerators", enumerators)]
        .filter { !$0.1.isEmpty }.map { ($0.0, .sequence($0.1)) }
    }
  }

  private func nest(_ namespaces: [(path: [String], scope: Scope)], below depth: Int = 0) -> [YAMLValue] {
    var names: [String] = []
    for (path, _) in namespaces where path.count > depth && !names.contains(path[depth]) { names.append(path[depth]) }
    return names.map { name in
      let inside = namespaces.filter { $0.path.count > depth && $0.path[depth] == name }
      var entries: [(key: String, value: YAMLValue)] = [("Name", .string(name))]
      let deeper = nest(inside.filter { $0.path.count > depth + 1 }, below: depth + 1)
      if !deeper.isEmpty { entries.append(("Namespaces", .sequence(deeper))) }
      for (path, scope) in inside where path.count == depth + 1 { entries += scope.entries }
      return .mapping(entries)
    }
  }

  private func path(of name: String) -> [String] { Array(name.qualifiedParts.dropLast()) }
  private func simple(_ name: String) -> String { name.qualifiedParts.last ?? name }

  // MARK: Types

  private func entry(of type: FaceType, _ index: Int) -> YAMLValue? {
    var entries: [(key: String, value: YAMLValue)] = [("Name", .string(simple(type.nativeName)))]
    // An instantiation has no name that notes could say.
    if type.nativeName.contains("<") { return nil }
    if case .counted(let counting) = type.kind {
      if face.language == .c, type.swiftName != simple(type.nativeName) {
        entries.append(("SwiftName", .string(type.swiftName)))
      }
      entries.append(("SwiftImportAs", .string("reference")))
      entries.append(("SwiftRetainOp", .string(counting.retain)))
      entries.append(("SwiftReleaseOp", .string(counting.release)))
      // For virtual methods, whose own notes the compiler forgets.
      if face.language == .cPlusPlus { entries.append(("SwiftDefaultOwnership", .string("unretained"))) }
    }
    var seen: Set<String> = []
    let methods = face.functions.filter {
      $0.owner == index && !$0.isConstructor && seen.insert($0.simpleName).inserted
    }
    .flatMap { self.entries(of: $0) }
    if !methods.isEmpty { entries.append(("Methods", .sequence(methods))) }
    return entries.count > 1 ? .mapping(entries) : nil
  }

  private func tag(of enumeration: FaceEnumeration) -> YAMLValue {
    var entries: [(key: String, value: YAMLValue)] = [("Name", .string(simple(enumeration.nativeName)))]
    if enumeration.swiftName != enumeration.nativeName { entries.append(("SwiftName", .string(enumeration.swiftName))) }
    switch enumeration.form {
    case .open: entries.append(("EnumExtensibility", .string("open")))
    case .optionSet: entries.append(("FlagEnum", .bool(true)))
    }
    return .mapping(entries)
  }

  private func members(of enumeration: FaceEnumeration) -> [YAMLValue] {
    enumeration.members.filter { $0.nativeName != $0.swiftName }.map {
      .mapping([("Name", .string($0.nativeName)), ("SwiftName", .string($0.swiftName))])
    }
  }

  // MARK: Functions

  private func entries(of function: FaceFunction) -> [YAMLValue] {
    var entries: [(key: String, value: YAMLValue)] = [("Name", .string(function.simpleName))]
    switch function.treatment {
    case .imported(let name):
      if let name { entries.append(("SwiftName", .string(name.text))) }
      entries += details(of: function)
    case .shim, .overlay:
      entries.append(("SwiftPrivate", .bool(true)))
      entries += details(of: function)
    // The compiler finds operations that code cannot say, but none of another name.
    case .counting:
      if isDestroyer(function) {
        entries.append(("SwiftPrivate", .bool(true)))
      } else {
        entries += refusal("Swift calls it by itself")
      }
    case .unavailable(let reason): entries += refusal(reason)
    case .question(let question): entries += refusal("not known: " + question)
    }
    return entries.count > 1 ? [.mapping(entries)] : []
  }

  /// The overlay ends objects with it.
  private func isDestroyer(_ function: FaceFunction) -> Bool {
    face.holdsHandles && face.types.contains { $0.kind == .handle(destroy: function.nativeName) }
  }

  private func refusal(_ reason: String) -> [(key: String, value: YAMLValue)] {
    [("Availability", .string("nonswift")), ("AvailabilityMsg", .string(reason))]
  }

  /// Of the results and parameters: nullability, and who owns an object.
  private func details(of function: FaceFunction) -> [(key: String, value: YAMLValue)] {
    var entries: [(key: String, value: YAMLValue)] = []
    if let letter = function.result.nullability.letter { entries.append(("NullabilityOfRet", .string(letter))) }
    if case .object(let type) = function.result.use, face.types[type].isCounted,
      let ownership = function.result.ownership
    {
      entries.append(("SwiftReturnOwnership", .string(ownership == .owned ? "retained" : "unretained")))
    }
    let letters = function.parameters.map(\.nullability.letter)
    if function.result.nullability.letter != nil, !letters.isEmpty {
      // A note on the result makes the compiler take every parameter that nothing is said of for one that is never null.
      entries.append(("Nullability", .sequence(letters.map { .string($0 ?? "U") })))
    } else if letters.contains(where: { $0 != nil }) {
      let noted = letters.enumerated().compactMap { position, letter in
        letter.map { YAMLValue.mapping([("Position", .int(position)), ("Nullability", .string($0))]) }
      }
      entries.append(("Parameters", .sequence(noted)))
    }
    return entries
  }

  /// The module's own functions carry the names of those that they stand for.
  private var shimsOfTheModule: [YAMLValue] {
    face.functions.compactMap { function in
      guard case .shim(let name, let shim) = function.treatment else { return nil }
      var entries: [(key: String, value: YAMLValue)] = [("Name", .string(ShimWriter(face).name(of: function)))]
      entries.append(("SwiftName", .string((name ?? plainName(of: function)).text)))
      var shown = function
      if shim.isTruth { shown.result.nullability = .unspecified }
      // What is a method of the library's gets its object as the first argument here.
      if !function.recordName.isEmpty, !function.isStatic {
        shown.parameters.insert(FaceParameter(name: "self", use: .context, spelling: "", nullability: .nonnull), at: 0)
      }
      entries += details(of: shown)
      return .mapping(entries)
    }
  }

  private func plainName(of function: FaceFunction) -> SwiftName {
    SwiftName(form: .function, type: nil, base: function.simpleName, labels: function.parameters.map { _ in "_" })
  }
}

extension Nullability {
  fileprivate var letter: String? {
    switch self {
    case .nonnull: "N"
    case .nullable: "O"
    case .unspecified: nil
    }
  }
}

extension String {
  /// `a::b<c::d>::e` in its parts.
  var qualifiedParts: [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    var rest = self[...]
    while let character = rest.first {
      if depth == 0, rest.hasPrefix("::") {
        parts.append(part)
        part = ""
        rest = rest.dropFirst(2)
        continue
      }
      if character == "<" { depth += 1 }
      if character == ">" { depth -= 1 }
      part.append(character)
      rest = rest.dropFirst()
    }
    parts.append(part)
    return parts
  }
}
