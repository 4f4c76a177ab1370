import Facts

/// The program as discovery walks it: bodies with their origins, callers, overriders and the primitives.
///
/// A class, since the walks remember what they found: each body is looked at once, each question answered once.
final class Program {
  let facts: FactBase
  let primitives: Primitives
  private var views: [FunctionID: BodyView] = [:]
  /// For functions that return one of their arguments, or something inside it.
  private(set) var passedThrough: [FunctionID: Origin] = [:]
  private(set) var callers: [FunctionID: [FunctionID]] = [:]
  private(set) var overriders: [FunctionID: [FunctionID]] = [:]

  init(_ facts: FactBase, primitives: Primitives) {
    self.facts = facts
    self.primitives = primitives
    for index in facts.functions.indices {
      let function = facts.functions[index]
      for base in function.overrides where !base.isNone { overriders[base, default: []].append(FunctionID(index)) }
      guard let body = function.body else { continue }
      var callees: Set<FunctionID> = []
      for event in body.events where event.operation == .call && !event.function.isNone {
        if callees.insert(event.function).inserted { callers[event.function, default: []].append(FunctionID(index)) }
      }
    }
    findPassedThrough()
  }

  func view(of id: FunctionID) -> BodyView? {
    if let known = views[id] { return known }
    let passedThrough = passedThrough
    guard let view = BodyView(id, in: facts, passesThrough: { passedThrough[$0] }) else { return nil }
    views[id] = view
    return view
  }

  /// All that may run when a function is called: itself and, for a virtual call, its overriders.
  func targets(of call: Event) -> [FunctionID] {
    guard call.flags.contains(.isVirtual) else { return [call.function] }
    var targets: [FunctionID] = []
    var pending = [call.function]
    while let target = pending.popLast() {
      guard !targets.contains(target), targets.count < 64 else { continue }
      targets.append(target)
      pending += overriders[target] ?? []
    }
    return targets
  }

  /// Casting helpers call one another, so a few rounds find them all.
  private func findPassedThrough() {
    let candidates = facts.functions.indices.filter {
      let function = facts.functions[$0]
      guard let body = function.body, body.events.count < 40 else { return false }
      let isAddress =
        facts.isPointer(function.returnType) || (function.returnType.optional.map { facts[$0].isReference } ?? false)
      return isAddress && function.kind != .constructor
    }
    for _ in 0..<3 {
      var found = 0
      for index in candidates where passedThrough[FunctionID(index)] == nil {
        let known = passedThrough
        guard let view = BodyView(FunctionID(index), in: facts, passesThrough: { known[$0] }),
          let origin = view.returnedOrigin, origin.argument != nil
        else { continue }
        passedThrough[FunctionID(index)] = origin
        found += 1
      }
      if found == 0 { break }
    }
  }

  func location(of span: Span) -> String {
    guard let place = facts.location(of: span) else { return "" }
    return "\(place.path):\(place.line):\(place.column)"
  }
}

extension BodyView {
  /// What all of the function's returns give, null aside; nil where they differ.
  var returnedOrigin: Origin? {
    var found: Origin?
    for event in body.events where event.operation == .return && event.operandCount > 0 {
      let origin = origin(of: body.operand(0, of: event))
      if origin.root == .null { continue }
      if let found, found != origin { return nil }
      found = origin
    }
    return found
  }
}
