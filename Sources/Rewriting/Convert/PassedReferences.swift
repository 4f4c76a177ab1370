import Facts
import Paths

/// What the functions of a program are proven to do to the references that pass through them, by name: what a caller that uses
/// nothing converted can notice of a conversion.
struct PassedReferences: Sendable {
  private struct Passing: Hashable {
    var receiver: FunctionEffects.ArgumentUse
    var arguments: [FunctionEffects.ArgumentUse]
    var result: FunctionEffects.ResultUse
    var fills: [Int: FunctionEffects.Filling]

    /// `nil` where not all of its ways were walked.
    init?(_ effects: FunctionEffects?) {
      guard let effects, effects.isComplete else { return nil }
      receiver = effects.receiver
      arguments = effects.arguments
      result = effects.result
      fills = effects.fills
    }
  }

  private var passings: [String: Set<Passing>] = [:]

  init(_ facts: FactBase, _ effects: [FunctionEffects?]) {
    for (number, function) in facts.functions.enumerated() {
      guard let passing = Passing(effects[number]) else { continue }
      passings[facts[function.name], default: []].insert(passing)
    }
  }

  /// The functions, by name, of which a call is proven to do another thing than here.
  func others(in facts: FactBase, _ effects: [FunctionEffects?]) -> Set<String> {
    var names: Set<String> = []
    var pending = facts.functions.indices.filter { number in
      guard let passing = Passing(effects[number]), let known = passings[facts[facts.functions[number].name]] else {
        return false
      }
      return !known.contains(passing)
    }.map { FunctionID($0) }
    // A call of what an override overrides may run the override.
    while let next = pending.popLast() {
      if names.insert(facts[facts[next].name]).inserted { pending += facts[next].overrides.filter { !$0.isNone } }
    }
    return names
  }
}
