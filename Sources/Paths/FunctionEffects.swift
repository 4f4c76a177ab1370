import Disciplines
import Facts

/// What walking all paths of a function has shown of its slots: proven evidence for Claims.
public struct FunctionEffects: Hashable, Sendable {
  /// What the function does with a reference to an argument's object.
  public enum ArgumentUse: Hashable, Sendable {
    /// The count is as before on every path: a pointer.
    case borrows
    /// Down by one on every normal path: an owner.
    case consumes
    /// Down by one where it succeeds, unchanged where it fails; and the reverse.
    case consumesOnSuccess
    case consumesOnFailure
    /// Down by one on some paths that the caller can tell by what it passed, as by a flag.
    case consumesByCondition
    /// Up by one on every path.
    case retains
    /// A reference of its own is kept, the caller's is untouched.
    case keeps
    /// Paths that cannot be told apart differ.
    case inconsistent
    /// Something that is not known saw it.
    case unknown
  }

  public enum ResultUse: Hashable, Sendable {
    /// Every object that is returned comes with a reference.
    case owned
    case borrowed
    /// The argument itself (-1: the receiver), with nothing done to it.
    case argument(Int)
    case retainedArgument(Int)
    /// Owned on some paths, borrowed on others.
    case inconsistent
    /// Not a pointer, always null, or not known.
    case unknown
  }

  /// What a result says that tells of a failure.
  public enum FailureTest: Hashable, Sendable {
    /// Null, or the number zero.
    case zero
    case negative
    case notZero
  }

  public enum Filling: Hashable, Sendable { case owned, borrowed }

  public var receiver: ArgumentUse
  /// By parameter.
  public var arguments: [ArgumentUse]
  public var result: ResultUse
  public var mayReturnNull: Bool
  /// By parameter: what an out-parameter receives, on the paths where it receives something.
  public var fills: [Int: Filling]
  public var doesReturn: Bool
  /// False where some path was not walked to its end: nothing of this is proven then.
  public var isComplete: Bool
  /// Parameters that every path releases itself, and that none keeps.
  public var releasedOnly: Set<Int> = []
  /// By argument (-1: the receiver): where a path does what it does to the reference, and where one ends that does not.
  public var places: [Int: EffectPlaces] = [:]
  /// Of arguments that are consumed on success: how a caller tells that they were not.
  public var failures: [Int: FailureTest] = [:]
  /// Where what is returned leaves the function.
  public var returns: [Span] = []
}

/// What shows an effect: places on two paths, side by side where they differ.
public struct EffectPlaces: Hashable, Sendable {
  /// Where the reference is given up, kept or added to.
  public var change: Span
  public var kind: Anomaly.Step.Kind
  /// What is called there, where it is a call.
  public var callee: FunctionID
  /// The end of a path on which nothing is done to it; `none` where there is no such path.
  public var unchangedExit: Span
}

extension FunctionEffects {
  init(_ summary: Summary, of id: FunctionID, _ knowledge: Knowledge) {
    let function = knowledge.facts[id]
    let outcomes = summary.outcomes
    receiver = Self.use(of: -1, outcomes, knowledge).use
    let uses = (0..<Int(function.parameterCount)).map { Self.use(of: $0, outcomes, knowledge) }
    arguments = uses.map(\.use)
    for (position, use) in uses.enumerated() { failures[position] = use.failure }
    result = Self.result(outcomes, returns: knowledge.facts, function)
    mayReturnNull = outcomes.contains {
      $0.resultConstraint.allows(0) && $0.result == .unknown || $0.resultConstraint.isZero
    }
    fills = Self.fills(outcomes)
    releasedOnly = Set((0..<Int(function.parameterCount)).filter { Self.isReleasedOnly($0, outcomes) })
    doesReturn = !outcomes.isEmpty
    isComplete = !summary.isIncomplete
  }

  private static func use(
    of position: Int, _ outcomes: [Outcome], _ knowledge: Knowledge
  ) -> (use: ArgumentUse, failure: FailureTest?) {
    let path = AccessPath(root: .argument(position))
    // A call with null says nothing of what happens to an object.
    let relevant = outcomes.filter { outcome in !outcome.guards.contains { $0.path == path && $0.constraint.isZero } }
    guard !relevant.isEmpty else { return (outcomes.isEmpty ? .unknown : .borrows, nil) }
    var nets: [Int] = []
    var isKept = false
    for outcome in relevant {
      var net = 0
      if let effect = outcome.effects.first(where: { $0.path == path }) {
        if effect.isUncertain { return (.unknown, nil) }
        net += effect.delta
        isKept = isKept || effect.isKept
      }
      for write in outcome.writes where write.source == .path(path) {
        guard write.place.argument.map({ $0 != position }) ?? true else { continue }
        guard case .field(let field)? = write.place.steps.last else { continue }
        guard let isOwner = knowledge.isOwner(.field(field)) else { return (.unknown, nil) }
        if isOwner {
          net -= 1
          isKept = true
        }
      }
      if outcome.result == .path(path), net > 0 { net -= 1 }
      nets.append(net)
    }
    guard let first = nets.first else { return (.unknown, nil) }
    if nets.allSatisfy({ $0 == first }) {
      switch first {
      case 0: return (isKept ? .keeps : .borrows, nil)
      case -1: return (.consumes, nil)
      case 1: return (.retains, nil)
      default: return (.inconsistent, nil)
      }
    }
    guard Set(nets) == [0, -1] else { return (.inconsistent, nil) }
    let taken = zip(relevant, nets).filter { $0.1 == -1 }.map(\.0)
    let left = zip(relevant, nets).filter { $0.1 == 0 }.map(\.0)
    func all(_ list: [Outcome], _ test: (Constraint) -> Bool) -> Bool { list.allSatisfy { test($0.resultConstraint) } }
    let isFailure: (Constraint) -> Bool = { $0.isZero || $0.high < 0 }
    // A number of which nothing is known may be any but those that tell of failures.
    let isSuccess: (Constraint) -> Bool = { $0.high > 0 || $0.low >= 0 }
    if all(left, isFailure), all(taken, isSuccess), !all(taken, isFailure) || all(taken, \.isZero) {
      let failure: FailureTest? =
        if all(left, \.isZero) { .zero } else if all(left, { $0.high < 0 }) {
          all(taken, \.isZero) ? .notZero : .negative
        } else { nil }
      return (.consumesOnSuccess, failure)
    }
    if all(taken, isFailure), all(left, isSuccess) { return (.consumesOnFailure, nil) }
    let areToldApart = taken.allSatisfy { first in left.allSatisfy { Walker.isToldApart(first, $0, besides: path) } }
    return (areToldApart ? .consumesByCondition : .inconsistent, nil)
  }

  private static func isReleasedOnly(_ position: Int, _ outcomes: [Outcome]) -> Bool {
    let path = AccessPath(root: .argument(position))
    return !outcomes.isEmpty
      && outcomes.allSatisfy { outcome in
        guard let effect = outcome.effects.first(where: { $0.path == path }) else { return false }
        return effect.delta == -1 && !effect.isKept && !effect.isUncertain
          && !outcome.writes.contains { $0.source == .path(path) } && outcome.result != .path(path)
      }
  }

  private static func result(_ outcomes: [Outcome], returns facts: FactBase, _ function: Function) -> ResultUse {
    guard !function.returnType.isNone, facts[function.returnType].kind == .pointer else { return .unknown }
    var found: Set<ResultUse> = []
    for outcome in outcomes where !outcome.resultConstraint.isZero {
      switch outcome.result {
      case .new: found.insert(outcome.isResultKept ? .borrowed : .owned)
      case .borrowed: found.insert(.borrowed)
      case .path(let path):
        let delta = outcome.effects.first { $0.path == path }.map { $0.isUncertain ? nil : $0.delta } ?? 0
        guard let delta else { return .unknown }
        if let argument = path.argument, path.steps.isEmpty {
          found.insert(delta > 0 ? .retainedArgument(argument) : .argument(argument))
        } else if delta > 0 {
          found.insert(.owned)
        } else {
          found.insert(outcome.takesOut(path) ? .owned : .borrowed)
        }
      case .unknown, .function: return .unknown
      }
    }
    if found.count <= 1 { return found.first ?? .unknown }
    let owned = found.allSatisfy { if case .retainedArgument = $0 { true } else { $0 == .owned } }
    if owned { return .owned }
    let borrowed = found.allSatisfy { if case .argument = $0 { true } else { $0 == .borrowed } }
    return borrowed ? .borrowed : .inconsistent
  }

  private static func fills(_ outcomes: [Outcome]) -> [Int: Filling] {
    var result: [Int: Filling] = [:]
    var unknown: Set<Int> = []
    for outcome in outcomes {
      for write in outcome.writes where write.place.steps.isEmpty {
        guard let argument = write.place.argument, !write.constraint.isZero else { continue }
        let filling: Filling
        switch write.source {
        case .new: filling = .owned
        case .borrowed: filling = .borrowed
        case .path(let path):
          let delta = outcome.effects.first { $0.path == path }?.delta ?? 0
          filling = delta > 0 || outcome.takesOut(path) ? .owned : .borrowed
        case .unknown, .function:
          unknown.insert(argument)
          continue
        }
        if let known = result[argument], known != filling { unknown.insert(argument) }
        result[argument] = filling
      }
    }
    for argument in unknown { result[argument] = nil }
    return result
  }
}

extension Outcome {
  /// What was at the path is set to something else: the place's reference goes along with what was in it.
  fileprivate func takesOut(_ path: AccessPath) -> Bool {
    guard !path.steps.isEmpty else { return false }
    let place = AccessPath(root: path.root, steps: Array(path.steps.dropLast()))
    return writes.contains { $0.place == place }
  }
}
