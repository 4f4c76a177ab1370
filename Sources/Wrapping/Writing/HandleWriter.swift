/// The classes that hold objects with one owner, each on a handle of NativeLifetimes.
struct HandleWriter {
  /// What every class has: no function of the library takes these names.
  static let ownMembers: Set<String> = ["close", "handle", "description", "keep"]

  private let face: Face
  private let members: HandleMemberWriter

  init(_ face: Face) {
    self.face = face
    members = HandleMemberWriter(face)
  }

  /// The types that get a class: those that are made or taken somewhere.
  var types: [FaceType] { face.holdsHandles ? face.types.filter(\.isHandle) : [] }

  /// The classes alone; their members stand in extensions.
  func declarations() -> [String] {
    var lines: [String] = []
    for type in types {
      lines.append("")
      lines += declaration(type)
    }
    return lines
  }

  private func declaration(_ type: FaceType) -> [String] {
    let raw = type.rawPointer(in: face.clangModule)
    let keeps = face.functions.contains { function in
      guard case .overlay(.handle(let member)) = function.treatment else { return false }
      return member.keeps && member.holder(function).map { face.types[$0].nativeName } == type.nativeName
    }
    let tables = face.functions.compactMap { function -> (property: String, making: [String])? in
      guard case .overlay(.handle(let member)) = function.treatment, member.name.type == type.swiftName else {
        return nil
      }
      return members.table(function, member)
    }
    var lines = [
      "/// `\(type.spelling)`: one object, which ends with the last that holds it, or when it is closed.",
      "public final class \(type.swiftName): Sendable, CustomStringConvertible {",
      "  /// For functions of the library that have no member here: `try object.handle.use { … }`.",
      "  public let handle: NativeHandle<\(raw)>",
    ]
    if keeps {
      lines += [
        "  /// What the library has been given to keep, by the function that it was given to.",
        "  private let kept = Mutex<[String: any Sendable]>([:])",
      ]
    }
    lines += tables.map { "  fileprivate let \($0.property)" }
    lines += ["", "  /// Holds an object that came another way.", "  public init(_ handle: NativeHandle<\(raw)>) {"]
    lines += ["    self.handle = handle"]
    lines += tables.flatMap(\.making).flatMap { $0.split(separator: "\n") }.map { "    " + $0 } + ["  }", ""]
    lines += [
      "  /// Ends it now, and what was made from it first; a later use throws. Twice is fine.",
      "  public func close(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) {",
      "    try handle.close(fileID: fileID, line: line)", "  }", "",
      "  public var description: String { handle.description }",
    ]
    if keeps {
      lines += [
        "", "  fileprivate func keep(_ value: (any Sendable)?, for function: String) {",
        "    kept.withLock { $0[function] = value }", "  }",
      ]
    }
    return lines + ["}"]
  }
}

extension HandleMember {
  /// Whether the receiver, or the new object, has to keep others alive besides its parent.
  var keeps: Bool { !kept.isEmpty }

  /// Positions of objects that outlive the call in the library's hands, and whom nothing else keeps.
  var kept: [Int] {
    roles.indices.filter { position in
      guard case .object(_, isKept: true) = roles[position] else { return false }
      if case .made(_, let parent) = outcome { return parent != position }
      return roles.contains(.receiver)
    }
  }

  /// The type of the object that keeps them.
  func holder(_ function: FaceFunction) -> Int? {
    switch outcome {
    case .made(let type, _), .cloned(let type): return type
    case .value, .truth, .text, .bytes, .borrowed:
      guard let receiver = roles.firstIndex(of: .receiver), case .object(let type) = function.parameters[receiver].use
      else { return nil }
      return type
    }
  }
}
