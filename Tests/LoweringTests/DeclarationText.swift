import Facts

/// What is declared on each line of a file, as a reader would tell it: kind, name, type, aliases, attributes.
struct DeclarationText {
  let facts: FactBase

  func lines(in file: FileID) -> [Int: [String]] {
    var result: [Int: [String]] = [:]
    func add(_ span: Span, _ text: String) {
      guard !span.isNone, span.file == file else { return }
      let line = facts[file].position(of: span.begin).line
      if result[line]?.contains(text) != true { result[line, default: []].append(text) }
    }
    for record in facts.records { add(record.span, self.record(record)) }
    for field in facts.fields {
      add(field.span, "field \(name(field.name)): \(type(field.type))" + tail(field.attributes, field.signature))
    }
    for global in facts.globals {
      add(
        global.span,
        "\(global.isStaticLocal ? "static" : "global") \(name(global.name)): \(type(global.type))"
          + tail(global.attributes, global.signature))
    }
    for function in facts.functions where !function.flags.contains(.isImplicit) {
      add(function.span, self.function(function))
      for slot in function.slots where slot.kind != .temporary && slot.kind != .this {
        add(
          slot.span,
          "\(slot.kind) \(name(slot.name)): \(type(slot.type))" + tail(slot.attributes, slot.signature))
      }
    }
    return result
  }

  private func record(_ record: Record) -> String {
    var text = "\(record.kind) \(name(record.name))"
    if !record.isDefined { text += " undefined" }
    if record.isAbstract { text += " abstract" }
    if !record.bases.isEmpty {
      text +=
        " : "
        + record.bases.map { ($0.isVirtual ? "virtual " : "") + name(facts[$0.record].name) }
        .joined(separator: ", ")
    }
    if !record.template.isNone {
      let arguments = record.templateArguments.map { argument in
        switch argument {
        case .type(let type): self.type(type)
        case .function(let function): "&\(name(facts[function].name))"
        case .integer(let value): "\(value)"
        case .other(let text): "\"\(name(text))\""
        }
      }
      text += " = \(name(record.template))<\(arguments.joined(separator: ", "))>"
    }
    return text + tail(record.attributes, .none)
  }

  private func function(_ function: Function) -> String {
    var text = "\(function.kind) \(name(function.name)) -> \(type(function.returnType))"
    let flags = Self.flags.filter { function.flags.contains($0.0) }.map(\.1)
    if !flags.isEmpty { text += " (\(flags.joined(separator: " ")))" }
    if function.declarations.count > 1 { text += " x\(function.declarations.count)" }
    if !function.overrides.isEmpty {
      text += " overrides \(function.overrides.map { name(facts[$0].name) }.joined(separator: ", "))"
    }
    return text + tail(function.attributes, .none)
  }

  private static let flags: [(Function.Flags, String)] = [
    (.isInternal, "internal"), (.isVirtual, "virtual"), (.isPure, "pure"), (.isNoReturn, "noreturn"),
    (.isNoThrow, "nothrow"), (.isVariadic, "variadic"), (.isInstantiation, "instance"), (.isCopy, "copy"),
    (.isMove, "move"), (.isUnprototyped, "unprototyped"), (.isDefaulted, "defaulted"), (.isDeleted, "deleted"),
    (.hasErrors, "errors"),
  ]

  private func tail(_ attributes: [TextID], _ signature: FunctionID) -> String {
    var text = attributes.isEmpty ? "" : " [\(attributes.map { name($0) }.joined(separator: " "))]"
    if !signature.isNone {
      let parameters = facts[signature].parameters.map { "\(name($0.name)): \(type($0.type))" }
      text += " calls \(name(facts[signature].name))(\(parameters.joined(separator: ", ")))"
    }
    return text
  }

  private func type(_ id: TypeID) -> String {
    guard !id.isNone else { return "?" }
    let aliases = facts[id].aliases.map { name($0) }
    return name(facts[id].spelling) + (aliases.isEmpty ? "" : " {\(aliases.joined(separator: " "))}")
  }

  private func name(_ id: TextID) -> String { facts[id] }
}
