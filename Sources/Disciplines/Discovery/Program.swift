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
  /// The functions that are stored into fields and globals of function pointer type.
  private var functionsIn: [Origin.Root: [FunctionID]] = [:]

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
    findPointedTo()
  }

  func view(of id: FunctionID) -> BodyView? {
    if let known = views[id] { return known }
    let passedThrough = passedThrough
    guard let view = BodyView(id, in: facts, passesThrough: { passedThrough[$0] }) else { return nil }
    views[id] = view
    return view
  }

  /// All that may run at a call: the function and, for a virtual call, its overriders; for a call through a pointer what is
  /// stored there anywhere.
  func targets(of call: Event, in view: BodyView) -> [FunctionID] {
    if facts.isIndirect(call) { return functionsIn[view.origin(of: view.body.operand(0, of: call)).root] ?? [] }
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

  /// `static void (*release)(void *) = free;` and tables of functions.
  private func findPointedTo() {
    for index in facts.functions.indices {
      guard let body = facts.functions[index].body,
        body.events.contains(where: { $0.operation == .function }), let view = view(of: FunctionID(index))
      else { continue }
      for event in body.events {
        switch event.operation {
        case .store: note(body.operand(1, of: event), storedAt: view.origin(of: body.operand(0, of: event)), in: view)
        case .aggregate:
          guard let record = facts.record(ofValue: event.type) else { continue }
          for (field, value) in zip(facts[record].fields, body.operands(of: event)) {
            note(value, storedAt: Origin(root: .unknown, path: [field]), in: view)
          }
        default: continue
        }
      }
    }
    guard !functionsIn.isEmpty else { return }
    for index in facts.functions.indices {
      guard let body = facts.functions[index].body,
        body.events.contains(where: { $0.operation == .call && facts.isIndirect($0) }),
        let view = view(of: FunctionID(index))
      else { continue }
      var seen: Set<FunctionID> = []
      for event in body.events where event.operation == .call && facts.isIndirect(event) {
        for target in targets(of: event, in: view) where seen.insert(target).inserted {
          callers[target, default: []].append(FunctionID(index))
        }
      }
    }
  }

  private func note(_ value: ValueID, storedAt address: Origin, in view: BodyView) {
    guard let source = view.unconverted(value), view.body[source].operation == .function else { return }
    let place: Origin.Root
    if let field = address.path.last {
      place = .loaded(field)
    } else if case .global(let global) = address.root {
      place = .held(global)
    } else {
      return
    }
    let function = view.body[source].function
    if functionsIn[place]?.contains(function) != true { functionsIn[place, default: []].append(function) }
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
