import Facts

/// Answers what functions do to counts, each question once.
final class Counting {
  let program: Program
  let destruction: Destruction
  let places: CountPlaces
  private var known: [Question: CountTransfer] = [:]
  private var underWay: Set<Question> = []

  private struct Question: Hashable {
    var function: FunctionID
    var place: CountPlace
    var start: Int64
    var isObjectNull: Bool
  }

  init(_ program: Program, destruction: Destruction, places: CountPlaces) {
    self.program = program
    self.destruction = destruction
    self.places = places
  }

  /// Nil for what has no body and for what is asked for again while it is being answered.
  func transfer(
    of function: FunctionID, _ place: CountPlace, from start: Int64, isObjectNull: Bool = false
  ) -> CountTransfer? {
    let question = Question(function: function, place: place, start: start, isObjectNull: isObjectNull)
    if let answer = known[question] { return answer }
    guard underWay.count < 40, let view = program.view(of: function), underWay.insert(question).inserted else {
      return nil
    }
    defer { underWay.remove(question) }
    let answer = CountWalk.transfer(of: view, place: place, from: start, isObjectNull: isObjectNull, counting: self)
    known[question] = answer
    return answer
  }

  /// What a call does; of a virtual call the first target that counts there speaks for all.
  func transfer(at call: Event, in view: BodyView, _ place: CountPlace, from start: Int64) -> CountTransfer? {
    for target in program.targets(of: call, in: view) where places.ofFunction[target]?.contains(place) == true {
      if let transfer = transfer(of: target, place, from: start) { return transfer }
    }
    return nil
  }

  /// The place that a callee counts in when it counts in `place` of this body.
  func innerPlace(of place: CountPlace, at call: Event, in view: BodyView) -> CountPlace? {
    for target in program.targets(of: call, in: view) {
      for inner in places.ofFunction[target] ?? [] where view.place(inner, at: call) == place { return inner }
    }
    return nil
  }

  /// Whether a call that is given a null object looks into it.
  func touchesNull(_ call: Event, _ inner: CountPlace, in view: BodyView, place: CountPlace) -> Bool {
    guard case .argument(let position) = inner.holder, let value = view.argument(position, of: call) else {
      return true
    }
    guard view.origin(of: value).path.isEmpty, call.function.optional != nil else { return true }
    for target in program.targets(of: call, in: view) {
      if let transfer = transfer(of: target, inner, from: 1, isObjectNull: true), !transfer.touches { return false }
    }
    return true
  }

  /// Whether a helper that may end the object at `root` has a path that leaves it alone, as one that counts has.
  func maySpare(_ root: Origin.Root, at call: Event, in view: BodyView) -> Bool {
    guard call.operation == .call else { return false }
    for (position, value) in view.numberedArguments(of: call) where view.isWhole(value, root) {
      let place = CountPlace(holder: .argument(position), path: [])
      for target in program.targets(of: call, in: view) where destruction.destroys(position, of: target) {
        if let transfer = transfer(of: target, place, from: 1), transfer.survives { return true }
      }
    }
    return false
  }

  /// Whether the function lets a null object pass.
  func isNullSafe(_ function: FunctionID, _ place: CountPlace) -> Bool {
    guard place.holder != .argument(-1) else { return false }
    guard let transfer = transfer(of: function, place, from: 1, isObjectNull: true) else { return false }
    return !transfer.touches && !transfer.isCut && !transfer.finals.isEmpty
  }
}
