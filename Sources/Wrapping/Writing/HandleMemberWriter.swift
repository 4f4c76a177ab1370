/// The code of one member: a call of the library inside the uses of all objects that it gets.
struct HandleMemberWriter {
  private let face: Face
  private let spelling: SwiftSpelling

  init(_ face: Face) {
    self.face = face
    spelling = SwiftSpelling(face: face)
  }

  func code(_ function: FaceFunction, _ member: HandleMember) -> [String]? {
    guard let parameters = parameters(function, member) else { return nil }
    let remarks = ["/// `\(function.nativeName)`"] + (function.isDeprecated ? ["@available(*, deprecated)"] : [])
    guard let statements = statements(function, member) else { return nil }
    // One expression needs no word for it.
    let body = (statements.count == 1 ? [statements[0].withoutReturn] : statements).indented
    if member.name.form == .initializer {
      return remarks + declaration("public convenience init", parameters, " throws {") + body + ["}"]
    }
    let result = resultType(function, member)
    if member.name.form == .getter, parameters.isEmpty {
      return remarks + ["public var \(escaped(member.name.base)): \(result) {", "  get throws {"]
        + body.indented + ["  }", "}"]
    }
    let isStatic = member.name.type != nil && !member.isInstanceMember
    let arrow = result == "Void" ? "" : " -> \(result)"
    let discardable = isDiscardable(function, member) ? ["@discardableResult"] : []
    let throwing = statements.contains { $0.contains("try ") } ? " throws" : ""
    return remarks + discardable
      + declaration(
        "public \(isStatic ? "static " : "")func \(escaped(member.name.base))", parameters, "\(throwing)\(arrow) {")
      + body + ["}"]
  }

  /// On one line where there is room.
  private func declaration(_ start: String, _ parameters: [String], _ end: String) -> [String] {
    let line = "\(start)(\(parameters.joined(separator: ", ")))\(end)"
    if line.count <= 116 || parameters.isEmpty { return [line] }
    return ["\(start)("] + [parameters.joined(separator: ",\n")].indented + [")\(end)"]
  }

  private func indented(_ text: String) -> String { [text].indented.joined(separator: "\n") }

  /// A status may be looked at or not; an object is asked for.
  private func isDiscardable(_ function: FaceFunction, _ member: HandleMember) -> Bool {
    guard member.outcome == .value, member.closure == nil, case .number = function.result.use else { return false }
    return !Words(splitting: function.simpleName).words.contains {
      Habits.getters.contains($0) || Habits.assertions.contains($0) || Habits.lookups.contains($0)
    }
  }

  // MARK: Declaration

  private func parameters(_ function: FaceFunction, _ member: HandleMember) -> [String]? {
    var list: [String] = []
    for position in member.visible {
      guard let type = type(of: position, function, member) else { return nil }
      let name = parameterName(function.parameters[position], position)
      list.append(parameterDeclaration(member.name.labels[position], name, type))
    }
    if let status = status(function, member) { list.append("status: UnsafeMutablePointer<\(status)>? = nil") }
    return list
  }

  /// What a function returns besides the object that it stores at an address.
  private func status(_ function: FaceFunction, _ member: HandleMember) -> String? {
    guard member.roles.contains(.output) else { return nil }
    return spelling.type(function.result.use).flatMap { $0 == "Void" ? nil : $0 }
  }

  private func type(of position: Int, _ function: FaceFunction, _ member: HandleMember) -> String? {
    let parameter = function.parameters[position]
    switch member.roles[position] {
    case .object(let type, _), .handedOver(let type):
      return face.types[type].swiftName + (isOptional(position, function, member) ? "?" : "")
    case .closure(let life):
      guard let closure = spelling.closure(parameter.use) else { return nil }
      switch life {
      case .duringCall: return closure.type(throwing: false)
      case .oneAtATime: return "(@Sendable \(closure.type(throwing: true)))?"
      case .withObject, .untilCancelled: return "@escaping @Sendable \(closure.type(throwing: true))"
      }
    case .value: return spelling.parameter(parameter)
    case .receiver, .givenUp, .output, .context, .farewell, .length: return nil
    }
  }

  /// Null is fine for an object that is only used; one that is given away is there.
  private func isOptional(_ position: Int, _ function: FaceFunction, _ member: HandleMember) -> Bool {
    guard case .object = member.roles[position] else { return false }
    if case .made(_, parent: position) = member.outcome { return false }
    if case .borrowed(_, from: position) = member.outcome { return false }
    return function.parameters[position].nullability == .nullable
  }

  private func resultType(_ function: FaceFunction, _ member: HandleMember) -> String {
    let plain: String
    switch member.outcome {
    case .value: plain = spelling.result(function.result) ?? "Void"
    case .truth: plain = "Bool"
    case .text: plain = function.result.nullability == .nonnull ? "String" : "String?"
    case .bytes: plain = "NativeBuffer<UInt8>"
    case .made(let type, _), .cloned(let type): plain = face.types[type].swiftName
    case .borrowed(let type, _):
      plain = face.types[type].swiftName + (function.result.nullability == .nonnull ? "" : "?")
    }
    guard let (position, life) = member.closure, case .untilCancelled = life else { return plain }
    let callback = callbackType(function.parameters[position])
    return plain == "Void" ? callback : "(callback: \(callback), result: \(plain))"
  }

  private func callbackType(_ parameter: FaceParameter) -> String {
    "Callback<@Sendable \(spelling.closure(parameter.use)?.type(throwing: true) ?? "() -> Void")>"
  }

  /// Calls by which the class keeps what the library has been given to keep.
  private func keeping(_ function: FaceFunction, _ member: HandleMember) -> [String] {
    member.kept.map { "keep(\(parameterName(function.parameters[$0], $0)), for: \"\(function.nativeName)\")" }
  }

  // MARK: Body

  private func statements(_ function: FaceFunction, _ member: HandleMember) -> [String]? {
    var lines: [String] = []
    var call = nativeCall(function, member)
    switch member.outcome {
    case .truth: call += " != 0"
    case .text:
      call = spelling.string(call, of: function.result)
    default: break
    }
    let keeping = keeping(function, member)
    switch member.outcome {
    case .bytes: return bytes(call, function, member)
    case .value, .truth, .text:
      if let lending = lending(function, member, call) { return lending }
      let whole = used(call, function, member, besides: nil)
      let isVoid = resultType(function, member) == "Void"
      if keeping.isEmpty {
        lines.append(isVoid ? whole : "return \(whole)")
      } else {
        lines.append(isVoid ? whole : "let result = \(whole)")
        lines += keeping
        if !isVoid { lines.append("return result") }
      }
    case .borrowed(let type, let owner):
      let from = expression(owner, function, member)
      let inner = used(call, function, member, besides: owner)
      let name = face.types[type].swiftName
      if function.result.nullability == .nonnull {
        lines.append("return \(name)(try \(from).borrow(\"\(name)\") { \(raw(owner)) in \(inner) })")
      } else {
        lines.append(
          "return try borrowed(\(from), \"\(name)\") { \(raw(owner)) in \(inner) }.map { \(name)($0) }")
      }
    case .made(let type, let parent):
      lines += made(type, parent.map { ($0, "makeChild") }, call, function, member)
    case .cloned(let type):
      lines += made(type, member.roles.firstIndex(of: .receiver).map { ($0, "makeClone") }, call, function, member)
    }
    return lines
  }

  private func made(
    _ type: Int, _ parent: (position: Int, word: String)?, _ call: String, _ function: FaceFunction,
    _ member: HandleMember
  ) -> [String] {
    let name = face.types[type].swiftName
    guard case .handle(let destroy) = face.types[type].kind else { return [] }
    func body(_ call: String) -> String {
      guard member.roles.contains(.output) else { return call }
      let isSilent = status(function, member) == nil
      let steps = isSilent ? [call] : ["let result = \(call)", "status?.pointee = result"]
      return (["var made: \(raw)?"] + steps + ["return made"]).joined(separator: "\n")
    }
    let raw = face.types[type].rawPointer(in: face.clangModule)
    let signature = member.roles.contains(.output) ? " -> \(raw)?" : ""
    let end = "} destroy: {\n  __\(destroy)($0)\n}"
    var expression: String
    if let (position, word) = parent {
      let inner = used(call, function, member, besides: position)
      expression =
        "try \(self.expression(position, function, member)).\(word)(\"\(name)\") { \(self.raw(position))\(signature) in\n\(indented(body(inner)))\n\(end)"
    } else if let (position, _) = member.closure {
      let closure = parameterName(function.parameters[position], position)
      let inner = used(call, function, member, besides: nil)
      expression = "try NativeHandle(\"\(name)\", calling: \(closure)) { context in\n\(indented(inner))\n\(end)"
    } else {
      let inner = used(call, function, member, besides: nil)
      let opening = signature.isEmpty ? "{" : "{ ()\(signature) in"
      expression = "try NativeHandle(\"\(name)\") \(opening)\n\(indented(body(inner)))\n\(end)"
    }
    let keeping = keeping(function, member)
    if member.name.form == .initializer { return ["self.init(", indented(expression) + ")"] + keeping }
    if keeping.isEmpty { return ["return \(name)(\n\(indented(expression)))"] }
    return ["let made = \(name)(", indented(expression) + ")"] + keeping.map { "made." + $0 } + ["return made"]
  }

  /// A buffer that frees itself, out of what the function returns and the length that it stores.
  private func bytes(_ call: String, _ function: FaceFunction, _ member: HandleMember) -> [String]? {
    guard let memory = function.result.memory, let position = memory.length,
      case .pointer(_, .number(let number)) = function.parameters[position].use
    else { return nil }
    return [
      "var length: \(number) = 0", "let bytes = \(used(call, function, member, besides: nil))",
      "return try NativeBuffer(\"\(function.nativeName)\", takingBytes: bytes, count: Int(length)) {",
      "  \(ShimWriter(face).name(ofDestroyer: memory.destroy))($0)", "}",
    ]
  }

  /// A call with a closure that the library calls before it returns, or until somebody cancels it; nil for any other.
  private func lending(_ function: FaceFunction, _ member: HandleMember, _ call: String) -> [String]? {
    guard let (position, life) = member.closure else { return nil }
    let closure = parameterName(function.parameters[position], position)
    switch life {
    case .withObject: return nil
    case .oneAtATime:
      let table = member.tableName
      return [
        "guard let \(closure) else {", "  try \(table).remove(\"\(member.name.base)\")", "  return", "}",
        "try \(table).set(\(closure), for: \"\(member.name.base)\")",
      ]
    case .duringCall:
      return [
        "return try withoutActuallyEscaping(\(closure)) { \(closure) in",
        indented("try calling(\(closure)) { context in \(used(call, function, member, besides: nil)) }"), "}",
      ]
    case .untilCancelled(let byNull):
      guard let receiver = member.roles.firstIndex(of: .receiver) else { return nil }
      let inner = used(call, function, member, besides: receiver)
      var cancel = ["} cancel: { _, _ in", "}"]
      if byNull {
        let values = function.parameters.indices.map { $0 == receiver ? raw($0) : "nil" }.joined(separator: ", ")
        cancel = ["} cancel: { \(raw(receiver)), _ in", "  _ = __\(function.simpleName)(\(values))", "}"]
      }
      let register = "try handle.register(\"\(member.name.base)\", \(closure)) { \(raw(receiver)), context in"
      guard let result = spelling.result(function.result), result != "Void" else {
        return ["return \(register)", indented(inner), "  return true"] + cancel
      }
      return [
        "var result: \(result) = \(function.result.use == .boolean ? "false" : "0")", "let callback = \(register)",
        indented("result = \(inner)"), "  return true",
      ] + cancel + ["return (callback, result)"]
    }
  }

  /// Of a class with a function that takes one closure at a time: where that is kept, and how the library is told.
  func table(_ function: FaceFunction, _ member: HandleMember) -> (property: String, making: [String])? {
    guard let (position, life) = member.closure, life == .oneAtATime,
      let receiver = member.roles.firstIndex(of: .receiver),
      let closure = spelling.closure(function.parameters[position].use)
    else { return nil }
    let values = function.parameters.indices.map { $0 == receiver ? raw($0) : "nil" }.joined(separator: ", ")
    let making =
      ["\(member.tableName) = CallbackTable(\"\(member.name.base)\", of: handle) { \(raw(receiver)), _, context in"]
      + [indented(nativeCall(function, member)), "  return true", "} cancel: { \(raw(receiver)), _, _ in"]
      + ["  __\(function.simpleName)(\(values))", "}"]
    return ("\(member.tableName): CallbackTable<String, @Sendable \(closure.type(throwing: true))>", making)
  }

  /// The call of the C function.
  private func nativeCall(_ function: FaceFunction, _ member: HandleMember) -> String {
    let arguments = function.parameters.indices.map { position -> String in
      let parameter = function.parameters[position]
      let name = parameterName(parameter, position)
      switch member.roles[position] {
      case .receiver, .givenUp, .object, .handedOver:
        guard case .object(let type) = parameter.use, face.types[type].isDefined,
          parameter.spelling.hasPrefix("const ")
        else { return raw(position) }
        return "UnsafePointer(\(raw(position)))"
      case .value: return name
      case .output: return "&made"
      case .length: return "&length"
      case .closure(let life): return trampoline(parameter, life)
      case .context: return "context"
      case .farewell: return parameter.nullability == .nonnull ? "{ _ in }" : "nil"
      }
    }
    let name = member.shim == nil ? "__\(function.simpleName)" : ShimWriter(face).name(of: function)
    let call = "\(name)(\(arguments.joined(separator: ", ")))"
    switch member.outcome {
    case .made(let type, _), .cloned(let type), .borrowed(let type, _):
      guard face.types[type].isDefined, !member.roles.contains(.output), function.result.spelling.hasPrefix("const ")
      else { return call }
      return "UnsafeMutablePointer(mutating: \(call))"
    case .value, .truth, .text, .bytes: return call
    }
  }

  /// The C function that finds the closure by its context.
  private func trampoline(_ parameter: FaceParameter, _ life: HandleMember.CallbackLife) -> String {
    guard let closure = spelling.closure(parameter.use) else { return "nil" }
    let header = closure.names.joined(separator: ", ")
    let arguments = closure.arguments.joined(separator: ", ")
    if life == .duringCall {
      return "{ \(header) in\n  ClosureBox<\(closure.type(throwing: false))>.at(\(closure.context))(\(arguments))\n}"
    }
    let otherwise = closure.otherwise.map { ", otherwise: \($0)" } ?? ""
    return
      "{ \(header) in\n  \(callbackType(parameter)).receive(\(closure.context)\(otherwise)) { try $0(\(arguments)) }\n}"
  }

  private func raw(_ position: Int) -> String { "raw\(position)" }

  private func expression(_ position: Int, _ function: FaceFunction, _ member: HandleMember) -> String {
    member.roles[position] == .receiver ? "handle" : parameterName(function.parameters[position], position) + ".handle"
  }

  /// The call inside the uses of all its objects but one, in their order.
  private func used(_ call: String, _ function: FaceFunction, _ member: HandleMember, besides: Int?) -> String {
    var text = call
    for position in function.parameters.indices.reversed() where position != besides {
      let name = parameterName(function.parameters[position], position)
      switch member.roles[position] {
      case .receiver: text = "try handle.use { \(raw(position)) in \(text) }"
      case .object:
        text =
          isOptional(position, function, member)
          ? "try using(\(name)?.handle) { \(raw(position)) in \(text) }"
          : "try \(name).handle.use { \(raw(position)) in \(text) }"
      case .givenUp, .handedOver:
        let handle = member.roles[position] == .givenUp ? "handle" : "\(name).handle"
        let refused = function.parameters[position].failure.map { ", unless: { $0 \($0.comparison) }" } ?? ""
        text = "try handingOver(\(handle)\(refused)) { \(raw(position)) in \(text) }"
      case .value, .output, .closure, .context, .farewell, .length: break
      }
    }
    return text
  }
}

extension String {
  fileprivate var withoutReturn: String { hasPrefix("return ") ? String(dropFirst(7)) : self }
}
