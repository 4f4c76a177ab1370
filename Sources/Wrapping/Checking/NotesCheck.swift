import Spelling
public import YAML

/// Compares API notes that exist with what the headers and the code say.
///
/// ```swift
/// for finding in try NotesCheck(face).findings(in: try YAMLNode.parse(contentsOf: "Box.apinotes")) { print(finding) }
/// ```
public struct NotesCheck {
  private let face: Face

  public init(_ face: Face) { self.face = face }

  /// In the order of the file; what is missing stands at the end, at the file's beginning.
  public func findings(in root: YAMLNode) throws(YAMLError) -> [YAMLError] {
    let notes = try NotesFile(root)
    var found = notes.problems
    var types: [String: NotesFile.Entry] = [:]
    for entry in notes.entries where entry.kind == .type { types[entry.qualifiedName] = entry }
    for entry in notes.entries {
      switch entry.kind {
      case .type: found += check(type: entry)
      case .function, .method: found += check(function: entry, types)
      case .other: break
      }
    }
    found += missing(notes, types, at: root.position)
    return found.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
  }

  // MARK: Types

  private func check(type entry: NotesFile.Entry) -> [YAMLError] {
    var found: [YAMLError] = []
    let operations = ["SwiftRetainOp", "SwiftReleaseOp"].map { (key: $0, value: entry.values[$0]) }
    let isReference = entry.text("SwiftImportAs") == "reference"
    for (key, value) in operations where value == nil {
      let other = key == "SwiftRetainOp" ? "SwiftReleaseOp" : "SwiftRetainOp"
      guard entry.values[other] != nil else { continue }
      found.append(YAMLError(at: entry.position, "'\(entry.qualifiedName)' has \(other) without \(key)"))
    }
    if isReference, operations.allSatisfy({ $0.value == nil }) {
      found.append(
        YAMLError(
          at: entry.position, "'\(entry.qualifiedName)' is a reference without SwiftRetainOp and SwiftReleaseOp"))
    }
    if let destroy = entry.values["SwiftDestroyOp"] {
      found.append(
        YAMLError(
          at: destroy.keyPosition, "SwiftDestroyOp does not work in Swift 6.3; hold the object by a class of your own"))
    }
    let type = face.types.firstIndex { $0.nativeName == entry.qualifiedName }
    for (key, value) in operations {
      guard let value, case .scalar(let name, _) = value.value.content, name != "immortal" else { continue }
      found += check(operation: name, key: key, of: entry, type, at: value.value.position)
    }
    return found
  }

  private func check(
    operation name: String, key: String, of entry: NotesFile.Entry, _ type: Int?, at position: YAMLPosition
  ) -> [YAMLError] {
    let isMethod = name.hasPrefix(".")
    let plain = isMethod ? String(name.dropFirst()) : name
    let candidates = face.functions.filter {
      isMethod ? $0.simpleName == plain && !$0.recordName.isEmpty : $0.nativeName == plain
    }
    guard let operation = candidates.first else {
      let known = face.functions.map { isMethod ? "." + $0.simpleName : $0.nativeName }
      return [YAMLError(at: position, "\(key): the headers declare no '\(name)'\(suggestion(for: name, among: known))")]
    }
    let wanted = isMethod ? 0 : 1
    if operation.parameters.count != wanted {
      return [
        YAMLError(at: position, "\(key): '\(name)' takes \(operation.parameters.count) parameters, not \(wanted)")
      ]
    }
    if let type, !isMethod, operation.parameters.first?.use != .object(type) {
      return [YAMLError(at: position, "\(key): '\(name)' is not about '\(entry.qualifiedName)'")]
    }
    let mayReturnObject = key == "SwiftRetainOp"
    let isFine =
      operation.result.use == .void || mayReturnObject && type.map { operation.result.use == .object($0) } ?? false
    if !isFine {
      return [
        YAMLError(
          at: position, "\(key): '\(name)' returns '\(operation.result.spelling)'; Swift wants nothing returned")
      ]
    }
    return check(meaning: operation, key, type, at: position)
  }

  /// Retain and release taken for one another.
  private func check(meaning operation: FaceFunction, _ key: String, _ type: Int?, at position: YAMLPosition)
    -> [YAMLError]
  {
    guard let type, case .counted(let counting) = face.types[type].kind, face.types[type].provenance != .habit else {
      return []
    }
    let isRetain = key == "SwiftRetainOp"
    if operation.nativeName == (isRetain ? counting.releaseFunction : counting.retainFunction) {
      return [
        YAMLError(
          at: position,
          "\(key): '\(operation.nativeName)' \(isRetain ? "releases" : "retains"), \(face.types[type].provenance.sentence)"
        )
      ]
    }
    return []
  }

  // MARK: Functions

  private func check(function entry: NotesFile.Entry, _ types: [String: NotesFile.Entry]) -> [YAMLError] {
    // A method may be overloaded: the notes are about each.
    let functions = face.functions.filter { $0.nativeName == entry.qualifiedName }
    guard !functions.isEmpty else {
      // The module's own header may declare more than the library's do.
      return []
    }
    var found: [YAMLError] = []
    for function in functions {
      guard let ownership = function.result.ownership, function.result.provenance != .habit else { continue }
      guard case .object = function.result.use, let stated = entry.values["SwiftReturnOwnership"] else { continue }
      let word = ownership == .owned ? "retained" : "unretained"
      guard case .scalar(let text, _) = stated.value.content, text != word, ["retained", "unretained"].contains(text)
      else { continue }
      let consequence = ownership == .owned ? "each result leaks" : "each result is released once too often"
      found.append(
        YAMLError(
          at: stated.value.position,
          "'\(entry.qualifiedName)' is noted as \(text), but returns \(ownership == .owned ? "an owned" : "a borrowed") reference"
            + "\(function.result.provenance.map { ", " + $0.sentence } ?? ""): \(consequence)"))
    }
    return found
  }

  /// Functions that return a counted object of a noted type, of which the notes say nothing.
  private func missing(
    _ notes: NotesFile, _ types: [String: NotesFile.Entry], at position: YAMLPosition
  ) -> [YAMLError] {
    var noted: [String: NotesFile.Entry] = [:]
    for entry in notes.entries where entry.kind == .function || entry.kind == .method {
      noted[entry.qualifiedName] = entry
    }
    return face.functions.compactMap { function in
      guard case .object(let type) = function.result.use, let tag = types[face.types[type].nativeName],
        tag.text("SwiftImportAs") == "reference", tag.values["SwiftDefaultOwnership"] == nil,
        function.treatment != .counting
      else { return nil }
      if let entry = noted[function.nativeName] {
        if entry.values["SwiftReturnOwnership"] != nil || entry.text("Availability") == "nonswift"
          || entry.text("SwiftPrivate") == "true"
        {
          return nil
        }
      }
      let word = function.result.ownership.map { $0 == .owned ? "retained" : "unretained" }
      return YAMLError(
        at: noted[function.nativeName]?.position ?? position,
        "'\(function.nativeName)' returns a '\(face.types[type].nativeName)' and has no SwiftReturnOwnership"
          + (word.map { "; it is '\($0)'\(function.result.provenance.map { ", " + $0.sentence } ?? "")" } ?? ""))
    }
  }
}

extension NotesFile.Entry {
  fileprivate func text(_ key: String) -> String? {
    guard let entry = values[key], case .scalar(let text, _) = entry.value.content else { return nil }
    return text
  }
}
