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
    let handles = HandleWriter(face)
    var code = handles.declarations() + members.lines
    code += HandleHelpers.text(for: code.joined(separator: "\n"))
    if !handles.types.isEmpty { lines.append("public import NativeLifetimes") }
    if code.contains(where: { $0.contains("Mutex<") }) { lines.append("import Synchronization") }
    lines += code
    lines += questions
    return lines.joined(separator: "\n") + "\n"
  }

  private var members: MemberBlocks {
    let handles = HandleMemberWriter(face)
    var blocks = MemberBlocks()
    for function in face.functions {
      guard case .overlay(let member) = function.treatment else { continue }
      let code =
        switch member {
        case .text(let name): text(function, name)
        case .handle(let member): handles.code(function, member)
        }
      if let code { blocks.add(code, to: member.name.type) }
    }
    return blocks
  }

  private func text(_ function: FaceFunction, _ name: SwiftName) -> [String]? {
    let arguments = zip(function.parameters, name.labels).enumerated().map { position, pair in
      pair.1 == "self" ? "self" : parameterName(pair.0, position)
    }
    let call = "__\(function.simpleName)(\(arguments.joined(separator: ", ")))"
    let value = spelling.string(call, of: function.result)
    let result = function.result.nullability == .nonnull ? "String" : "String?"
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
      parameters.append(parameterDeclaration(label, parameterName(parameter, position), type))
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
