import Facts

/// Answers what functions do to counts, each question once.
final class Counting {
  let program: Program
  let destruction: Destruction
  let places: CountPlaces
  private var known: [Question: CountTransfer] = [:]
  private var underWay: Set<Question> = []
  private var candidates: [Question: Bool] = [:]
  /// The functions that count in a number whose address, or that of a class around it, they are given.
  private lazy var helpers: [(function: FunctionID, place: CountPlace)] = places.ofFunction.keys.sorted().flatMap {
    function in
    (places.ofFunction[function] ?? []).filter { if case .argument = $0.holder { true } else { false } }
      .map { (function, $0) }
  }

  private struct Question: Hashable {
    var function: FunctionID
    var place: CountPlace
    var start: Int64
    var isObjectNull: Bool
    /// Numbers that the function is given, by position.
    var numbers: [Int: Int64] = [:]
  }

  init(_ program: Program, destruction: Destruction, places: CountPlaces) {
    self.program = program
    self.destruction = destruction
    self.places = places
  }

  /// Nil for what has no body and for what is asked for again while it is being answered.
  func transfer(
    of function: FunctionID, _ place: CountPlace, from start: Int64, isObjectNull: Bool = false,
    numbers: [Int: Int64] = [:]
  ) -> CountTransfer? {
    let question = Question(
      function: function, place: place, start: start, isObjectNull: isObjectNull, numbers: numbers)
    if let answer = known[question] { return answer }
    guard underWay.count < 40, let view = program.view(of: function), underWay.insert(question).inserted else {
      return nil
    }
    defer { underWay.remove(question) }
    let answer = CountWalk.transfer(
      of: view, place: place, from: start, isObjectNull: isObjectNull, numbers: numbers, counting: self)
    known[question] = answer
    return answer
  }

  /// Whether a function is worth the walk: it changes the number itself, ends the object itself, or is short enough for a wrapper.
  ///
  /// The callers of a release far up the program count too, and are never members: most of the work would be theirs.
  func isCandidate(_ function: FunctionID, _ place: CountPlace) -> Bool {
    let key = Question(function: function, place: place, start: 0, isObjectNull: false)
    if let known = candidates[key] { return known }
    let isCandidate = mayBeMember(function, place)
    candidates[key] = isCandidate
    return isCandidate
  }

  private func mayBeMember(_ function: FunctionID, _ place: CountPlace) -> Bool {
    guard let view = program.view(of: function) else { return false }
    if case .argument = place.holder, view.function.kind == .constructor { return false }
    if countsItself(view, place) { return true }
    let calls = view.body.events.lazy.filter { $0.operation == .call && !$0.flags.contains(.isImplicit) }.count
    return calls <= Self.mostCallsOfWrapper && view.body.events.count <= Self.largestWrapper
  }

  private static let mostCallsOfWrapper = 6
  private static let largestWrapper = 120

  /// Whether the number is changed here, or in a helper that is given a part of the object; or the object is ended here once
  /// a helper has said so.
  ///
  /// - Parameter objects: the paths of counts that make what holds them an object, not a part of one.
  func countsItself(_ view: BodyView, _ place: CountPlace, objects: Set<[FieldID]> = []) -> Bool {
    view.body.events.contains { event in
      if let address = view.address(ofNumberIn: event, primitives: program.primitives) {
        let origin = view.origin(of: address)
        return origin.root == place.root && origin.path == place.path
      }
      switch event.operation {
      case .delete: return view.isWhole(view.body.operand(0, of: event), place.root)
      case .call:
        guard let inner = innerPlace(of: place, at: event, in: view) else {
          return destruction.endsByItself(place.root, at: event, in: view)
        }
        return inner.path.count < place.path.count && !objects.contains(inner.path)
      default: return false
      }
    }
  }

  /// Whether a member's own body changes the number as the member does, and not only those of what it calls.
  func changesNumber(_ member: CountedFamily.Member) -> Bool {
    guard let view = program.view(of: member.function) else { return false }
    // What takes a reference for a moment, as some do to call themselves once more, is undone by who gives up two.
    let isTaking = (member.transfer.final ?? 0) > 1
    return view.body.events.contains { event in
      if event.operation == .increment, !isTaking { return false }
      if event.operation == .decrement, isTaking { return false }
      guard let address = view.address(ofNumberIn: event, primitives: program.primitives) else { return false }
      let origin = view.origin(of: address)
      return origin.root == member.place.root && origin.path == member.place.path
    }
  }

  /// By how much a helper changes a number whatever it was before: one up, or one down.
  func change(by function: FunctionID, _ place: CountPlace) -> Int? {
    let changes = [Int64(2), 5].map { start in
      transfer(of: function, place, from: start)?.final.map { Int($0 - start) }
    }
    guard let change = changes[0], changes[1] == change, abs(change) == 1 else { return nil }
    return change
  }

  /// What a helper tells of a number that it changes by one.
  func yield(of function: FunctionID, _ place: CountPlace) -> CountRule.Yield {
    guard let change = change(by: function, place).map({ Int64($0) }) else { return .nothing }
    func returns(from start: Int64) -> Int64? {
      let returned = transfer(of: function, place, from: start)?.returns ?? []
      guard returned.count == 1, case .number(let number)? = returned.first else { return nil }
      return number
    }
    let (last, many) = (-change, 5 - change)
    switch (returns(from: last), returns(from: many)) {
    case (last, many): return .old
    case (0, 5): return .new
    case (1, 0): return .isZero
    case (0, 1): return .isNotZero
    default: return .nothing
    }
  }

  /// The helpers that put such a number up by one when a macro gives them its address: `TAKE(object)`.
  func helpersOfMacros(puttingUp path: [FieldID]) -> [(function: FunctionID, place: CountPlace)] {
    helpers.filter { helper, place in
      guard path.count > place.path.count, path.ends(with: place.path), change(by: helper, place) == 1 else {
        return false
      }
      return program.callers[helper]?.contains { caller in
        guard let view = program.view(of: caller) else { return false }
        return view.body.events.contains { event in
          guard event.operation == .call, event.function == helper, view.body.span(of: event).isFromMacro,
            case .argument(let position) = place.holder, let address = view.argument(position, of: event)
          else { return false }
          return view.origin(of: address).path + place.path == path
        }
      } ?? false
    }
  }

  /// What a call does; of a virtual call the first target that counts there speaks for all.
  func transfer(
    at call: Event, in view: BodyView, _ place: CountPlace, from start: Int64, numbers: [Int: Int64]
  ) -> CountTransfer? {
    for target in program.targets(of: call, in: view)
    where places.ofFunction[target]?.contains(place) == true && isCandidate(target, place) {
      if let transfer = transfer(of: target, place, from: start, numbers: numbers) { return transfer }
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

  /// The place as a small function sees it that is given the number's address, or that of an object around it, and returns a
  /// number.
  func shownPlace(of place: CountPlace, at call: Event, in view: BodyView) -> CountPlace? {
    let callee = program.facts[call.function]
    guard let body = callee.body, body.events.count <= Self.largestQuestion, !callee.returnType.isNone else {
      return nil
    }
    switch program.facts[callee.returnType].kind {
    case .boolean, .integer, .enumeration: break
    default: return nil
    }
    guard program.targets(of: call, in: view).count == 1 else { return nil }
    for (position, value) in view.numberedArguments(of: call) {
      let origin = view.origin(of: value)
      guard origin.root == place.root, origin.isCertain, place.path.starts(with: origin.path) else { continue }
      return CountPlace(holder: .argument(position), path: Array(place.path.dropFirst(origin.path.count)))
    }
    return nil
  }

  /// In events: what is larger does more than answer.
  static let largestQuestion = 80

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

extension Array where Element: Equatable {
  fileprivate func ends(with other: [Element]) -> Bool { suffix(other.count).elementsEqual(other) }
}
