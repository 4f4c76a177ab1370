import YAML

extension CountRule {
  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("a count", keys: ["names", "at", "by", "yields", "parameters"])
    self.init(names: try mapping.strings("names"), target: 0, amount: .constant(1), yield: .nothing)
    guard !names.isEmpty else { throw YAMLError(at: mapping.position, "a count needs the key 'names'") }
    if let at = mapping["at"] {
      let text = try at.string("'at'")
      guard let number = text == "receiver" ? -1 : Int(text), number >= -1 else {
        throw YAMLError(at: at.position, "'at' is an argument's number from 0, or receiver, not '\(text)'")
      }
      target = number
    }
    if let by = mapping["by"] {
      let text = try by.string("'by'")
      guard let amount = Amount(phrase: text) else {
        throw YAMLError(
          at: by.position,
          "'by' is a number, 'argument N', 'minus argument N' or 'set to argument N', not '\(text)'")
      }
      self.amount = amount
    }
    yield = try mapping["yields"]?.word("'yields'") ?? .nothing
    parameterCount = try mapping.int("parameters")
  }

  var value: YAMLValue {
    var entries: [(key: String, value: YAMLValue)] = [
      ("names", .strings(names)), ("at", target < 0 ? .string("receiver") : .int(target)), ("by", amount.value),
    ]
    if yield != .nothing { entries.append(("yields", .string(yield.word))) }
    if let parameterCount { entries.append(("parameters", .int(parameterCount))) }
    return .mapping(entries)
  }
}

extension CountRule.Yield: FileWord {}

extension CountRule.Amount {
  fileprivate init?(phrase: String) {
    if let number = Int(phrase) {
      self = .constant(number)
      return
    }
    let words = phrase.split(separator: " ")
    guard let last = words.last, let argument = Int(last), argument >= 0 else { return nil }
    switch words.dropLast().joined(separator: " ") {
    case "argument": self = .argument(argument)
    case "minus argument": self = .minusArgument(argument)
    case "set to argument": self = .set(argument: argument)
    default: return nil
    }
  }

  fileprivate var value: YAMLValue {
    switch self {
    case .constant(let number): .int(number)
    case .argument(let argument): .string("argument \(argument)")
    case .minusArgument(let argument): .string("minus argument \(argument)")
    case .set(let argument): .string("set to argument \(argument)")
    }
  }
}
