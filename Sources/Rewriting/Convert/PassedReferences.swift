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

  /// The functions, by name, that call one which is proven to do another thing than here.
  func callersOfOthers(in facts: FactBase, _ effects: [FunctionEffects?]) -> Set<String> {
    let overrides = OverrideIndex(facts: facts)
    let others = facts.functions.indices.map { number in
      guard let passing = Passing(effects[number]), let known = passings[facts[facts.functions[number].name]] else {
        return false
      }
      return !known.contains(passing)
    }
    var callers: Set<String> = []
    for function in facts.functions {
      guard let body = function.body else { continue }
      let isConcerned = body.events.contains { event in
        guard event.operation == .call || event.operation == .delete, !event.function.isNone else { return false }
        let isVirtual = event.flags.contains(.isVirtual)
        return (isVirtual ? overrides.targets(ofVirtualCallTo: event.function) : [event.function])
          .contains { others[$0.index] }
      }
      if isConcerned { callers.insert(facts[function.name]) }
    }
    return callers
  }
}
