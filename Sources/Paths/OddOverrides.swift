import Facts

/// Finds methods that return what stands in their object, or what they were passed, without a retain, where what they override, and
/// what else overrides it, returns a reference for the caller.
///
/// A caller does not know which of them it calls, so it does the same after all: what is right for most is wrong for the odd one.
struct OddOverrides {
  private let knowledge: Knowledge
  private let effects: [FunctionEffects?]
  private let walks: [FunctionWalk?]
  private var facts: FactBase { knowledge.facts }

  /// So many that return a reference make one that does not odd; of fewer, it may be the others that are wrong.
  private static let leastRight = 3

  init(_ walks: [FunctionWalk?], _ effects: [FunctionEffects?], _ knowledge: Knowledge) {
    self.walks = walks
    self.effects = effects
    self.knowledge = knowledge
  }

  var anomalies: [Anomaly] {
    var found: [Anomaly] = []
    var seen: Set<FunctionID> = []
    for family in families() {
      let results = family.map { result(of: $0) }
      // Where one returns now this, now that, callers have a way to know.
      guard !results.contains(.inconsistent) else { continue }
      let right = zip(family, results).filter { Self.isOwned($0.1) }.map(\.0)
      let odd = zip(family, results).filter { Self.isOthers($0.1) }.map(\.0)
      guard right.count >= Self.leastRight * max(odd.count, 1) else { continue }
      found += odd.filter { seen.insert($0).inserted }.compactMap { anomaly(in: $0, unlike: right) }
    }
    return found
  }

  /// A method that overrides none, with all that override it.
  private func families() -> [[FunctionID]] {
    facts.functions.indices.compactMap { number in
      guard facts.functions[number].overrides.isEmpty, !knowledge.overrides.overriders[number].isEmpty else {
        return nil
      }
      let family = knowledge.overrides.targets(ofVirtualCallTo: FunctionID(number))
      return family.count > Self.leastRight ? family : nil
    }
  }

  private func result(of method: FunctionID) -> FunctionEffects.ResultUse {
    guard let effects = effects[method.index], effects.isComplete else { return .unknown }
    return effects.result
  }

  private static func isOwned(_ result: FunctionEffects.ResultUse) -> Bool {
    if case .retainedArgument = result { return true }
    return result == .owned
  }

  private static func isOthers(_ result: FunctionEffects.ResultUse) -> Bool {
    if case .argument = result { return true }
    return result == .borrowed
  }

  private func anomaly(in method: FunctionID, unlike right: [FunctionID]) -> Anomaly? {
    let function = facts[method]
    guard let span = walks[method.index]?.returns.first, let name = nameReturned(by: method), function.pattern.isNone,
      let example = right.lazy.compactMap(returnOfReference).first
    else { return nil }
    return Anomaly(
      kind: .unlikeOverrides(right.count), function: method, span: span, name: name,
      originSpan: span, originCallee: .none, type: function.returnType, isCertain: true, argument: nil, callee: .none,
      steps: [example])
  }

  private func returnOfReference(in method: FunctionID) -> Anomaly.Step? {
    (walks[method.index]?.returns.first).map {
      Anomaly.Step(kind: .ownedElsewhere, span: $0, callee: method, owned: 1)
    }
  }

  /// What the field or the parameter is called whose content is all that a method returns.
  private func nameReturned(by method: FunctionID) -> String? {
    var found: Set<String> = []
    for outcome in knowledge.summaries[method.index]?.outcomes ?? [] where !outcome.resultConstraint.isZero {
      guard case .path(let path) = outcome.result else { return nil }
      if let field = path.fieldOfContent {
        found.insert(facts[facts[field].name])
      } else if path.isArgument, let argument = path.argument, argument >= 0 {
        found.insert(facts[facts[method].slots[argument].name])
      } else {
        return nil
      }
    }
    return found.count == 1 ? found.first : nil
  }
}
