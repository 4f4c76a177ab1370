/// How Swift spells the types of the headers.
struct SwiftSpelling {
  let face: Face

  /// Of a parameter; nil for what Swift code cannot be written for without knowing more.
  func parameter(_ parameter: FaceParameter) -> String? {
    if let pointer = pointer(parameter.use, spelling: parameter.spelling) {
      // What nobody has looked at is imported as a pointer that may be null.
      return parameter.nullability == .nonnull ? pointer : pointer + "?"
    }
    guard let type = type(parameter.use) else { return nil }
    return parameter.nullability == .nullable && parameter.use.isPointer ? type + "?" : type
  }

  /// Of a result that is handed on as it comes.
  func result(_ result: FaceResult) -> String? {
    if let pointer = pointer(result.use, spelling: result.spelling) {
      return result.nullability == .nonnull ? pointer : pointer + "?"
    }
    guard let type = type(result.use), result.use != .text else { return nil }
    return result.use.isPointer && result.nullability != .nonnull ? type + "?" : type
  }

  /// What makes a string of the text that a call returns, and frees what is the caller's.
  func string(_ call: String, of result: FaceResult) -> String {
    if let memory = result.memory {
      let text = result.use == .text ? "UnsafeMutablePointer(mutating: \(call))" : call
      return "taken(\(text), \(ShimWriter(face).name(ofDestroyer: memory.destroy)))"
    }
    return result.nullability == .nonnull ? "String(cString: \(call))" : "\(call).map { String(cString: $0) }"
  }

  func type(_ use: TypeUse) -> String? {
    switch use {
    case .void: "Void"
    case .boolean: "Bool"
    case .number(let name): name
    case .enumeration(let name): face.enumerations.first { $0.nativeName == name }?.swiftName ?? name
    case .text: "String"
    case .object(let type): face.types[type].isCounted ? face.types[type].swiftName : nil
    case .structure(let name): name
    case .context, .objectAddress, .objectArray, .function, .pointer, .other: nil
    }
  }

  /// A pointer that goes to the library as it comes: to numbers, to bytes, or to a struct of the headers.
  private func pointer(_ use: TypeUse, spelling: String) -> String? {
    let isConst = spelling.hasPrefix("const ")
    switch use {
    case .context: return isConst ? "UnsafeRawPointer" : "UnsafeMutableRawPointer"
    case .pointer(let isConst, let inner):
      guard let element = element(inner) else { return nil }
      return isConst ? "UnsafePointer<\(element)>" : "UnsafeMutablePointer<\(element)>"
    case .object(let type) where face.types[type].kind == .plain:
      return face.types[type].rawPointer(in: face.clangModule, isConst: isConst)
    default: return nil
    }
  }

  private func element(_ use: TypeUse) -> String? {
    switch use {
    case .boolean, .number, .enumeration: type(use)
    case .pointer: pointer(use, spelling: "").map { $0 + "?" }
    case .text: "UnsafePointer<CChar>?"
    default: nil
    }
  }

  /// The closure that stands for a pointer to a function with a context; nil where it gets what Swift code cannot take.
  ///
  /// Objects with one owner are not passed on: the closure's author has the one that it was registered with.
  func closure(_ use: TypeUse) -> ClosureSpelling? {
    guard case .function(_, let parameters, let result) = use, parameters.count(where: { $0 == .context }) == 1 else {
      return nil
    }
    var spelled = ClosureSpelling()
    switch result {
    case .void: spelled.result = "Void"
    case .number(let name):
      spelled.result = name
      spelled.otherwise = "0"
    case .boolean:
      spelled.result = "Bool"
      spelled.otherwise = "false"
    default: return nil
    }
    for (position, parameter) in parameters.enumerated() {
      let name = "a\(position)"
      spelled.names.append(name)
      switch parameter {
      case .context: spelled.context = name
      case .text:
        spelled.types.append("String?")
        spelled.arguments.append("\(name).map { String(cString: $0) }")
      case .object(let type) where face.types[type].isHandle: spelled.names[position] = "_"
      case .object(let type) where face.types[type].isCounted:
        spelled.types.append(face.types[type].swiftName + "?")
        spelled.arguments.append(name)
      case .object: return nil
      case .pointer(let isConst, let inner):
        guard let pointer = pointer(.pointer(isConst: isConst, inner), spelling: "") else { return nil }
        spelled.types.append(pointer + "?")
        spelled.arguments.append(name)
      default:
        guard let type = type(parameter) else { return nil }
        spelled.types.append(type)
        spelled.arguments.append(name)
      }
    }
    return spelled
  }
}

/// A closure of Swift, and how a C function calls it with what the library gives.
struct ClosureSpelling {
  var types: [String] = []
  var arguments: [String] = []
  /// What the C function calls its parameters.
  var names: [String] = []
  var context = ""
  var result = "Void"
  /// What the library gets when the closure is gone; nil for a function that returns nothing.
  var otherwise: String?

  func type(throwing: Bool) -> String {
    "(\(types.joined(separator: ", "))) \(throwing ? "throws " : "")-> \(result)"
  }
}

/// What Swift code calls a parameter.
func parameterName(_ parameter: FaceParameter, _ position: Int) -> String {
  let name = Words(splitting: parameter.name).lowerCamel
  // What the code of members calls its own values.
  let isTaken = ["handle", "made", "context", "result", "status", "callback", "length", "bytes"].contains(name)
  return name.isEmpty ? "value\(position)" : isTaken ? name + "Value" : escaped(name)
}
