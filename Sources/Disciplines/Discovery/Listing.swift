import Facts

/// Tells of functions that make objects whether they also enter them somewhere: in a list, a table, a context. Then whoever has
/// that may end them, and the caller need not.
struct Listing {
  private let counting: Counting
  private let facts: FactBase
  /// What was asked before; what is being asked counts as no.
  private var listing: [FunctionID: Bool] = [:]
  private var keeping: [Destruction.Argument: Bool] = [:]
  private var linking: [Destruction.Argument: Bool] = [:]

  init(_ counting: Counting) {
    self.counting = counting
    facts = counting.program.facts
  }

  /// Whether an object goes into something that was there before: by itself, or by the part through which a list is linked.
  mutating func lists(_ record: RecordID, madeBy maker: FunctionID, at allocation: Int) -> Bool {
    if let known = listing[maker] { return known }
    listing[maker] = false
    guard let view = counting.program.view(of: maker) else { return false }
    let result = isListedByMaker(at: allocation, record, in: view) || isEntered(record, madeAt: allocation, in: view)
    listing[maker] = result
    return result
  }

  /// Who returns what another made returns what that one has listed.
  private mutating func isListedByMaker(at allocation: Int, _ record: RecordID, in view: BodyView) -> Bool {
    let event = view.body.events[allocation]
    guard event.operation == .call else { return false }
    for target in counting.program.targets(of: event, in: view) {
      if let inner = counting.destruction.creating[target], lists(record, madeBy: target, at: inner) { return true }
    }
    return false
  }

  private mutating func isEntered(_ record: RecordID, madeAt allocation: Int, in view: BodyView) -> Bool {
    for event in view.body.events {
      switch event.operation {
      case .store:
        let value = view.body.operand(1, of: event)
        if isOutside(view.body.operand(0, of: event), in: view), isMade(value, at: allocation, in: view) { return true }
        if isLink(value, of: record, in: view), isElsewhere(view.body.operand(0, of: event), than: value, in: view) {
          return true
        }
      case .call:
        for (position, value) in view.numberedArguments(of: event) {
          if isLink(value, of: record, in: view), linksIn(position, event, in: view) { return true }
          if isMade(value, at: allocation, in: view), keeps(position, event, in: view) { return true }
        }
      default: continue
      }
    }
    return false
  }

  private func isMade(_ value: ValueID, at allocation: Int, in view: BodyView) -> Bool {
    if view.origin(of: value).isResult(of: allocation) { return true }
    return view.sources(of: value)?.contains { $0.index == allocation } ?? false
  }

  /// Whether an address is a place in something that is not made here.
  private func isOutside(_ address: ValueID, in view: BodyView) -> Bool {
    let origin = view.origin(of: address)
    return (origin.argument != nil || origin.isGlobal) && !origin.path.isEmpty
  }

  private mutating func keeps(_ position: Int, _ call: Event, in view: BodyView) -> Bool {
    for target in counting.program.targets(of: call, in: view) where keeps(position, of: target) { return true }
    return false
  }

  /// Whether a function puts an argument into what it does not make itself.
  private mutating func keeps(_ position: Int, of function: FunctionID) -> Bool {
    let argument = Destruction.Argument(function: function, position: position)
    if let known = keeping[argument] { return known }
    keeping[argument] = false
    guard let view = counting.program.view(of: function), !counting.destruction.destroys(position, of: function) else {
      return false
    }
    let result = putsAway(position, in: view)
    keeping[argument] = result
    return result
  }

  private mutating func putsAway(_ position: Int, in view: BodyView) -> Bool {
    for event in view.body.events {
      switch event.operation {
      case .store where isArgument(view.body.operand(1, of: event), position, in: view):
        if isOthers(view.body.operand(0, of: event), than: position, in: view) { return true }
      case .call:
        for (other, value) in view.numberedArguments(of: event) where isArgument(value, position, in: view) {
          if keeps(other, event, in: view) { return true }
        }
      default: continue
      }
    }
    return false
  }

  /// Whether a list may have its argument as a member from then on. Who makes an empty list of it leads nobody there.
  private mutating func linksIn(_ position: Int, _ call: Event, in view: BodyView) -> Bool {
    let targets = counting.program.targets(of: call, in: view)
    return targets.isEmpty || targets.contains { linksIn(position, of: $0) }
  }

  private mutating func linksIn(_ position: Int, of function: FunctionID) -> Bool {
    let argument = Destruction.Argument(function: function, position: position)
    if let known = linking[argument] { return known }
    guard !function.isNone, let view = counting.program.view(of: function) else { return true }
    linking[argument] = false
    let result = view.body.events.contains { event in
      switch event.operation {
      case .store:
        let value = view.body.operand(1, of: event)
        return view.origin(of: value).argument == position
          && isElsewhere(view.body.operand(0, of: event), than: value, in: view)
      case .call:
        return view.numberedArguments(of: event).contains { other, value in
          view.origin(of: value).argument == position && linksIn(other, event, in: view)
        }
      default: return false
      }
    }
    linking[argument] = result
    return result
  }

  private func isArgument(_ value: ValueID, _ position: Int, in view: BodyView) -> Bool {
    let origin = view.origin(of: value)
    return origin.argument == position && origin.path.isEmpty
  }

  /// Whether an address is in another argument, in a global, or in what a call showed that makes nothing.
  private func isOthers(_ address: ValueID, than position: Int, in view: BodyView) -> Bool {
    let origin = view.origin(of: address)
    switch origin.root {
    case .parameter(let other): return other != position && !origin.path.isEmpty
    case .global, .held: return true
    case .result(let event):
      let call = view.body.events[event]
      return call.operation == .call && !origin.path.isEmpty && !counting.destruction.isAllocator(call, in: view)
    case .loaded: return true
    case .pointee, .created, .slot, .function, .null, .unknown: return false
    }
  }

  /// Whether an address is neither a variable nor a place in what a value is in.
  private func isElsewhere(_ address: ValueID, than value: ValueID, in view: BodyView) -> Bool {
    let root = view.origin(of: address).root
    if case .slot = root { return false }
    return root != view.origin(of: value).root
  }

  private func isLink(_ value: ValueID, of record: RecordID, in view: BodyView) -> Bool {
    guard !value.isNone else { return false }
    let inner = view.body.unconverted(value)
    guard !inner.isNone, view.body[inner].operation == .field else { return false }
    let path = view.origin(of: inner).path
    // The object may be the first part of a larger one, which only its maker knows.
    guard let last = path.last, path.contains(where: { facts[$0].record == record }) else { return false }
    return facts.isLink(last)
  }
}
