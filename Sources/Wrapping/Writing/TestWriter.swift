/// A test that makes what can be made, shares it, and lets go: under the address sanitizer it shows what is wrong in the notes.
struct TestWriter {
  private let face: Face
  private let spelling: SwiftSpelling

  init(_ face: Face) {
    self.face = face
    spelling = SwiftSpelling(face: face)
  }

  func text() -> String {
    var lines = [
      "// Made by deed wrap.", "", "import \(face.module)", "import Testing", "", "@Suite struct \(face.module)Tests {",
    ]
    var tests: [[String]] = []
    for type in face.types where type.isCounted {
      guard let making = making(type, depth: 0) else { continue }
      var lines = [
        "/// Copies retain, the last of them to go releases.", "@Test func comesAndGoes\(type.swiftName)() {",
        "  for _ in 0..<100 {",
      ]
      // What the library refuses to make is no failure of the wrapper.
      for (number, step) in making.enumerated() {
        let (name, binding) = ("object\(number)", step.isFailable ? "guard let" : "let")
        lines.append("    \(binding) \(name) = \(step.expression)\(step.isFailable ? " else { continue }" : "")")
      }
      lines += [
        "    let copies = [object\(making.count - 1), object\(making.count - 1)]", "    #expect(copies.count == 2)",
        "  }", "}",
      ]
      tests.append(lines)
    }
    if tests.isEmpty {
      let names = face.types.filter(\.isCounted).map { "\($0.swiftName).self" }
      tests.append([
        "/// Nothing can be made without arguments that only people know.", "@Test func isThere() {",
        "  let types: [Any.Type] = [\(names.joined(separator: ", "))]", "  #expect(types.count == \(names.count))", "}",
      ])
    }
    lines.append(tests.map { $0.map { "  " + $0 }.joined(separator: "\n") }.joined(separator: "\n\n"))
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private struct Step {
    var expression: String
    var isFailable: Bool
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
      for (parameter, label) in zip(maker.parameters, name.labels) {
        guard let value = value(parameter, depth: depth, count: count, &steps) else { break }
        arguments.append(label == "_" ? value : "\(label): \(value)")
      }
      guard arguments.count == maker.parameters.count else { continue }
      if maker.parameters.isEmpty { arguments = name.labels.map { "\($0): ()" } }
      steps.append(
        Step(
          expression: "\(type.swiftName)(\(arguments.joined(separator: ", ")))",
          isFailable: maker.result.nullability != .nonnull))
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
    case .object(let type) where face.types[type].isCounted:
      if parameter.nullability == .nullable { return "nil" }
      guard let made = making(face.types[type], depth: depth + 1, after: count + steps.count) else { return nil }
      steps += made
      return "object\(count + steps.count - 1)"
    default: return nil
    }
  }
}
