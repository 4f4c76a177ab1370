/// The module's own header: the library's headers, and small functions where notes are not enough.
struct ShimWriter {
  private let face: Face

  init(_ face: Face) { self.face = face }

  func name(of function: FaceFunction) -> String {
    let name = "\(face.clangModule)_" + function.nativeName.qualifiedParts.joined(separator: "_")
    return function.overload == 0 ? name : "\(name)_\(function.overload + 1)"
  }

  /// Of the function that frees memory which the library leaves to its caller.
  func name(ofDestroyer destroy: String) -> String { "\(face.clangModule)_\(destroy)" }

  func text() -> String {
    var lines = [
      "// The headers of the library, and what Swift's importer cannot be told in notes. Made by deed wrap.",
      "#pragma once", "",
    ]
    lines += face.headers.map { $0.isAngled ? "#include <\($0.name)>" : "#include \"\($0.name)\"" }
    let destroyers = Set(face.functions.compactMap { $0.memoryForOverlay?.destroy }).sorted()
    let functions = operations + destroyers.flatMap { destroyer($0) } + face.functions.flatMap { shim(of: $0) }
    // It knows `free`.
    if destroyers.contains("free") { lines.append("#include <stdlib.h>") }
    if functions.contains(where: { $0.contains("bool ") }), face.language == .c { lines.append("#include <stdbool.h>") }
    if !functions.isEmpty { lines += [""] + functions }
    return lines.joined(separator: "\n") + "\n"
  }

  private var keyword: String { face.language == .c ? "static inline" : "inline" }

  /// Operations that the compiler would refuse for what they return.
  private var operations: [String] {
    var lines: [String] = []
    for type in face.types {
      guard case .counted(let counting) = type.kind else { continue }
      for (shim, native) in [(counting.retain, counting.retainFunction), (counting.release, counting.releaseFunction)]
      where shim.hasPrefix(face.clangModule + "_") {
        let isMethod = face.functions.contains { $0.nativeName == native && !$0.recordName.isEmpty }
        let call = isMethod ? "object->\(native.qualifiedParts.last ?? native)()" : "\(native)(object)"
        lines.append("/// Returns nothing, and is found, as Swift wants it.")
        lines.append("\(keyword) void \(shim)(\(type.spelling) *object) { (void)\(call); }")
      }
    }
    return lines
  }

  private func destroyer(_ name: String) -> [String] {
    [
      "/// Frees what functions return.",
      "\(keyword) void \(self.name(ofDestroyer: name))(void *memory) { \(name)(memory); }",
    ]
  }

  private func shim(of function: FaceFunction) -> [String] {
    guard let shim = function.treatment.shim else { return [] }
    var lines: [String] = []
    if !shim.retained.isEmpty { lines.append("/// The library takes over a count of its own.") }
    if !shim.retainedOutputs.isEmpty { lines.append("/// Swift takes over a count of its own.") }
    let returnsNothing = function.result.use == .void
    let result = shim.isTruth ? "bool" : function.result.spelling
    let isMethod = !function.recordName.isEmpty && !function.isStatic
    var parameters = function.parameters.enumerated().map { Declarator.text($1.spelling, argument($0)) }
    if isMethod { parameters.insert("\(function.recordName) *self", at: 0) }
    let arguments = function.parameters.indices.map(argument).joined(separator: ", ")
    var call = isMethod ? "self->\(function.simpleName)(\(arguments))" : "\(function.nativeName)(\(arguments))"
    if shim.isTruth { call += " != 0" }
    lines.append(
      "\(keyword) \(result) \(name(of: function))(\(parameters.isEmpty ? "void" : parameters.joined(separator: ", "))) {"
    )
    for position in shim.retained { lines.append("  " + retain(argument(position), function.parameters[position].use)) }
    let givenBack = shim.retained.filter { function.parameters[$0].failure != nil }
    if shim.retainedOutputs.isEmpty, givenBack.isEmpty {
      lines.append("  \(returnsNothing ? "" : "return ")\(call);")
    } else {
      lines.append("  \(returnsNothing ? "" : "\(result) result = ")\(call);")
      for position in shim.retainedOutputs {
        lines.append(
          "  if (\(argument(position))) " + retain("*\(argument(position))", function.parameters[position].use))
      }
      for position in givenBack {
        guard let failure = function.parameters[position].failure else { continue }
        let release = release(argument(position), function.parameters[position].use)
        lines.append("  if (result \(failure.comparison) && \(argument(position))) \(release)")
      }
      if !returnsNothing { lines.append("  return result;") }
    }
    return lines + ["}"]
  }

  private func argument(_ position: Int) -> String { "p\(position)" }

  private func retain(_ value: String, _ use: TypeUse) -> String {
    "if (\(value)) " + operation(\.retainFunction, value, use)
  }

  private func release(_ value: String, _ use: TypeUse) -> String { operation(\.releaseFunction, value, use) }

  private func operation(_ name: KeyPath<FaceType.Counting, String>, _ value: String, _ use: TypeUse) -> String {
    switch use {
    case .object(let type), .objectAddress(let type):
      guard case .counted(let counting) = face.types[type].kind else { return ";" }
      let function = counting[keyPath: name]
      let isMethod = face.functions.contains { $0.nativeName == function && !$0.recordName.isEmpty }
      return "(void)" + (isMethod ? "(\(value))->\(function.qualifiedParts.last ?? "")();" : "\(function)(\(value));")
    default: return ";"
    }
  }
}

/// C's way to declare a name of a type.
enum Declarator {
  /// The name goes inside the first brackets of a pointer to a function, before those of an array.
  static func text(_ type: String, _ name: String) -> String {
    if let star = type.range(of: "(*") {
      return type[..<star.upperBound] + name + type[star.upperBound...]
    }
    if let bracket = type.firstIndex(of: "[") {
      return type[..<bracket].trimmingSpaces + " " + name + type[bracket...]
    }
    return type.hasSuffix("*") || type.hasSuffix("&") ? type + name : type + " " + name
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
