/// Which methods override which, both ways.
public struct OverrideIndex: Sendable {
  /// By function: the methods that override it directly.
  public let overriders: [[FunctionID]]

  public init(facts: FactBase) {
    var overriders = [[FunctionID]](repeating: [], count: facts.functions.count)
    for (number, function) in facts.functions.enumerated() {
      for base in function.overrides where !base.isNone { overriders[base.index].append(FunctionID(number)) }
    }
    self.overriders = overriders
  }

  /// What a call through the object's dynamic type may reach: the method and all that override it, however far down.
  public func targets(ofVirtualCallTo method: FunctionID) -> [FunctionID] {
    var seen: Set<FunctionID> = [method]
    var found = [method]
    var next = 0
    while next < found.count {
      for overrider in overriders[found[next].index] where seen.insert(overrider).inserted { found.append(overrider) }
      next += 1
    }
    return found
  }
}
