/// The Swift module: what notes cannot say, written as code.
struct OverlayWriter {
  private let face: Face
  private let spelling: SwiftSpelling

  init(_ face: Face) {
    self.face = face
    spelling = SwiftSpelling(face: face)
  }

  func text() -> String {
    var lines = [
      "// Made by deed wrap from the headers of the library. Make it anew rather than change it.", "",
      "@_exported public import \(face.clangModule)",
    ]
    let classes = HandleWriter(face)
    let held = classes.text()
    if !classes.types.isEmpty { lines.append("public import NativeLifetimes") }
    if held.contains(where: { $0.contains("Mutex<") }) { lines.append("import Synchronization") }
    lines += held
    for (type, functions) in members {
      let bodies = functions.compactMap { member($0) }
      guard !bodies.isEmpty else { continue }
      lines.append("")
      guard let type else {
        lines.append(bodies.map { $0.joined(separator: "\n") }.joined(separator: "\n\n"))
        continue
      }
      lines.append("extension \(type) {")
      lines.append(
        bodies.map { $0.map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n") }.joined(separator: "\n\n"))
      lines.append("}")
    }
    lines += questions
    return lines.joined(separator: "\n") + "\n"
  }

  /// By type, in the order of first appearance; free functions last.
  private var members: [(String?, [FaceFunction])] {
    var order: [String?] = []
    var groups: [String?: [FaceFunction]] = [:]
    for function in face.functions {
      guard case .overlay(let member) = function.treatment, !member.isHandle else { continue }
      if groups[member.name.type] == nil { order.append(member.name.type) }
      groups[member.name.type, default: []].append(function)
    }
    return order.filter { $0 != nil }.map { ($0, groups[$0] ?? []) } + (groups[nil].map { [(nil, $0)] } ?? [])
  }

  private func member(_ function: FaceFunction) -> [String]? {
    guard case .overlay(let member) = function.treatment else { return nil }
    switch member {
    case .text(let name): return text(function, name)
    case .handle: return nil
    }
  }

  private func text(_ function: FaceFunction, _ name: SwiftName) -> [String]? {
    let isNullable = function.result.nullability != .nonnull
    let arguments = zip(function.parameters, name.labels).enumerated().map { position, pair in
      pair.1 == "self" ? "self" : parameterName(pair.0, position)
    }
    let call = "__\(function.simpleName)(\(arguments.joined(separator: ", ")))"
    let value = isNullable ? "\(call).map { String(cString: $0) }" : "String(cString: \(call))"
    let result = isNullable ? "String?" : "String"
    let remarks = ["/// `\(function.nativeName)`"] + (function.isDeprecated ? ["@available(*, deprecated)"] : [])
    if name.form == .getter { return remarks + ["public var \(escaped(name.base)): \(result) { \(value) }"] }
    guard let declaration = declaration(function, name) else { return nil }
    return remarks + ["public \(declaration) -> \(result) { \(value) }"]
  }

  /// `func name(_ a: Int, b: String)`
  private func declaration(_ function: FaceFunction, _ name: SwiftName) -> String? {
    var parameters: [String] = []
    for (position, (parameter, label)) in zip(function.parameters, name.labels).enumerated() where label != "self" {
      guard let type = spelling.parameter(parameter) else { return nil }
      let own = parameterName(parameter, position)
      parameters.append(label == own ? "\(own): \(type)" : "\(label) \(own): \(type)")
    }
    let isMethod = name.labels.contains("self")
    let word = name.type != nil && !isMethod ? "static func" : "func"
    return "\(word) \(escaped(name.base))(\(parameters.joined(separator: ", ")))"
  }

  private var questions: [String] {
    let open = face.functions.compactMap { function in
      if case .question(let question) = function.treatment { (function, question) } else { nil }
    }
    if open.isEmpty { return [] }
    var lines = ["", "// Left out until somebody answers, in a discipline file:"]
    for (function, question) in open {
      lines.append("//   \(function.nativeName) (\(function.location)): \(question)")
    }
    return lines
  }
}

private let keywords: Set<String> = [
  "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
  "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
  "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat",
  "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
  "typealias", "var", "where", "while",
]

/// A name as Swift code may write it.
func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }
