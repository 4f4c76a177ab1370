import Facts

/// Virtual methods that tell something of an object's class and nothing else: each of those that may run returns a number that is
/// always the same. Who asks an object twice gets one answer.
struct ClassQuestions: Sendable {
  /// By method: the one that all others override which may answer in its stead; none for what is no such question.
  private let question: [FunctionID]

  init(_ facts: FactBase, _ overrides: OverrideIndex) {
    var question = Array(repeating: FunctionID.none, count: facts.functions.count)
    for (number, function) in facts.functions.enumerated()
    where function.overrides.isEmpty && !overrides.overriders[number].isEmpty && Self.mayBeQuestion(function, facts) {
      let methods = overrides.targets(ofVirtualCallTo: FunctionID(number))
      guard methods.allSatisfy({ facts[$0].flags.contains(.isPure) || Self.isConstant(facts[$0]) }) else { continue }
      for method in methods { question[method.index] = FunctionID(number) }
    }
    self.question = question
  }

  /// What a call of the method asks, `nil` where its answer may change.
  func question(of method: FunctionID) -> FunctionID? { question[method.index].optional }

  private static func mayBeQuestion(_ function: Function, _ facts: FactBase) -> Bool {
    guard function.parameterCount == 0, !function.returnType.isNone else { return false }
    switch facts[function.returnType].kind {
    case .boolean, .integer, .enumeration: return true
    default: return false
    }
  }

  /// Whether all that a body does is to return a number that stands there.
  private static func isConstant(_ function: Function) -> Bool {
    guard let body = function.body, !body.events.isEmpty else { return false }
    return body.events.allSatisfy { [.constant, .convert, .return].contains($0.operation) }
  }
}
