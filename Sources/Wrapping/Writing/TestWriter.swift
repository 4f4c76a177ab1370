/// A test that makes what can be made, shares it, and lets go: under the address sanitizer it shows what is wrong in the notes.
struct TestWriter {
  private let face: Face
  private let spelling: SwiftSpelling

  init(_ face: Face) {
    self.face = face
    spelling = SwiftSpelling(face: face)
  }

  func text() -> String {
    let handles = face.holdsHandles ? face.types.filter(\.isHandle) : []
    var lines = ["// Made by deed wrap.", "", "import \(face.module)"]
    if !handles.isEmpty { lines.append("import NativeLifetimesTesting") }
    lines += ["import Testing", "", "@Suite struct \(face.module)Tests {"]
    var tests: [[String]] = []
    for type in face.types where type.isCounted {
      guard let making = making(type, depth: 0) else { continue }
      var lines = [
        "/// Copies retain, the last of them to go releases.", "@Test func comesAndGoes\(type.swiftName)() {",
        "  for _ in 0..<100 {",
      ]
      lines += making.enumerated().map { "    " + $1.code(named: "object\($0)") }
      lines += [
        "    let copies = [object\(making.count - 1), object\(making.count - 1)]", "    #expect(copies.count == 2)",
        "  }", "}",
      ]
      tests.append(lines)
    }
    for type in handles {
      guard let making = making(type, depth: 0) else { continue }
      tests.append(
        [
          "/// What is made ends, and what it was made from after it.",
          "@Test(.noLeaks) func ends\(type.swiftName)() throws {",
        ]
          + ["  for _ in 0..<100 {"] + making.enumerated().map { "    " + $1.code(named: "object\($0)") }
          + ["    try object\(making.count - 1).close()", "  }", "}"])
    }
    if tests.isEmpty {
      let names = face.types.filter { $0.isCounted || handles.contains($0) }.map(\.swiftName)
      tests.append(
        [
          "/// Nothing can be made without arguments that only people know; but each is a reference, as wide as a pointer.",
          "@Test func areReferences() {",
        ] + names.map { "  #expect(MemoryLayout<\($0)>.size == MemoryLayout<UnsafeRawPointer>.size)" } + ["}"])
    }
    lines.append(tests.map { $0.map { "  " + $0 }.joined(separator: "\n") }.joined(separator: "\n\n"))
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private struct Step {
    var expression: String
    var isFailable: Bool
    /// A number for the library to write to.
    var isVariable = false

    /// What the library refuses to make is no failure of the wrapper.
    func code(named name: String) -> String {
      if isVariable { return "var \(name): \(expression) = 0" }
      return isFailable ? "guard let \(name) = \(expression) else { continue }" : "let \(name) = \(expression)"
    }
  }

  /// The steps that make an object of a type from values that can be thought up, each named for its place: `object0` and on.
  private func making(_ type: FaceType, depth: Int, after count: Int = 0) -> [Step]? {
    guard depth < 4 else { return nil }
    let makers = face.functions.filter {
      $0.treatment.name.map { $0.form == .initializer && $0.type == type.swiftName } ?? false
    }
    for maker in makers.sorted(by: { $0.parameters.count < $1.parameters.count }) {
      guard let name = maker.treatment.name else { continue }
      var steps: [Step] = []
      var arguments: [String] = []
      let member: HandleMember? =
        if case .overlay(.handle(let member)) = maker.treatment { member } else { nil }
      let given = member?.visible ?? Array(maker.parameters.indices)
      for position in given {
        guard let value = value(maker.parameters[position], depth: depth, count: count, &steps) else { break }
        let label = name.labels[position]
        arguments.append(label == "_" ? value : "\(label): \(value)")
      }
      guard arguments.count == given.count else { continue }
      if maker.parameters.isEmpty, member == nil { arguments = name.labels.map { "\($0): ()" } }
      let expression = "\(type.swiftName)(\(arguments.joined(separator: ", ")))"
      steps.append(
        member == nil
          ? Step(expression: expression, isFailable: maker.result.nullability != .nonnull)
          : Step(expression: "try? " + expression, isFailable: true))
      return steps
    }
    return nil
  }

  private func value(_ parameter: FaceParameter, depth: Int, count: Int, _ steps: inout [Step]) -> String? {
    switch parameter.use {
    case .boolean: return "false"
    case .number: return "1"
    case .text: return parameter.nullability == .nullable ? "nil" : "\"a\""
    case .enumeration(let name):
      guard let enumeration = face.enumerations.first(where: { $0.nativeName == name }) else { return nil }
      if enumeration.form == .optionSet { return "[]" }
      return enumeration.members.first.map { "." + escaped($0.swiftName) }
    case .pointer(isConst: false, .number(let number)):
      if parameter.nullability != .nonnull { return "nil" }
      steps.append(Step(expression: number, isFailable: false, isVariable: true))
      return "&object\(count + steps.count - 1)"
    case .context: return parameter.nullability == .nonnull ? nil : "nil"
    case .function:
      guard let closure = spelling.closure(parameter.use) else { return nil }
      let arguments = closure.types.isEmpty ? "" : closure.types.map { _ in "_" }.joined(separator: ", ") + " in "
      return "{ \(arguments)\(closure.otherwise ?? "") }"
    case .object(let type) where face.types[type].isCounted || face.holdsHandles && face.types[type].isHandle:
      if parameter.nullability == .nullable { return "nil" }
      guard let made = making(face.types[type], depth: depth + 1, after: count + steps.count) else { return nil }
      steps += made
      return "object\(count + steps.count - 1)"
    default: return nil
    }
  }
}
