/// How Swift spells the types of the headers.
struct SwiftSpelling {
  let face: Face

  /// Of a parameter; nil for what Swift code cannot be written for without knowing more.
  func parameter(_ parameter: FaceParameter) -> String? {
    guard let type = type(parameter.use) else { return nil }
    return parameter.nullability == .nullable && parameter.use.isPointer ? type + "?" : type
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
}
