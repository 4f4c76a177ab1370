import Facts

/// The numbers that fresh objects' counts begin with: the constants that are stored into the counters, directly or through
/// functions that store what they are given.
struct InitialCount {
  private struct Tally {
    var count = 0
    /// The first by identifier, so that the order of walking does not show.
    var function: FunctionID
    var span: Span
  }

  private var tallies: [FieldID: [Int64: Tally]] = [:]
  private let program: Program
  /// By function: the parameters that it stores into counters.
  private var stored: [FunctionID: [(position: Int, field: FieldID)]] = [:]

  /// A count that begins higher is a sign that stands for something else: an object that is never to end, one that has ended.
  private static let highest: Int64 = 4

  /// - Parameter fields: the last fields of the counters' paths.
  init(_ program: Program, of fields: Set<FieldID>) {
    self.program = program
    for index in program.facts.functions.indices {
      guard let body = program.facts.functions[index].body else { continue }
      for event in body.events {
        switch event.operation {
        case .store:
          note(body.operand(0, of: event), body.operand(1, of: event), event, FunctionID(index), fields)
          noteWhole(event, FunctionID(index), fields)
        case .call:
          guard !event.function.isNone, let rule = program.primitives.counts[event.function],
            case .set(let argument) = rule.amount, let view = program.view(of: FunctionID(index)),
            let target = view.argument(rule.target, of: event), let value = view.argument(argument, of: event)
          else { continue }
          note(target, value, event, FunctionID(index), fields)
        default: continue
        }
      }
    }
    followCallers()
  }

  private mutating func note(
    _ target: ValueID, _ value: ValueID, _ event: Event, _ function: FunctionID, _ fields: Set<FieldID>
  ) {
    guard let body = program.facts[function].body, let field = Self.field(at: target, in: body),
      fields.contains(field), let view = program.view(of: function)
    else { return }
    if let number = view.body.constant(value) {
      add(number, to: field, function, view.body.span(of: event))
    } else if case .parameter(let position) = view.number(value), position >= 0 {
      stored[function, default: []].append((position, field))
    }
  }

  /// Asked for every store there is, too: most are of numbers and pointers.
  private mutating func noteWhole(_ event: Event, _ function: FunctionID, _ fields: Set<FieldID>) {
    guard let body = program.facts[function].body,
      let value = body.operand(1, of: event).optional, program.facts.record(ofValue: body[value].type) != nil,
      let view = program.view(of: function)
    else { return }
    for field in fields {
      guard let number = WholeObject.number(of: field, storedBy: event, in: view) else { continue }
      add(number, to: field, function, body.span(of: event))
    }
  }

  /// A place where an object gets its first count.
  struct Site {
    var span: Span
    /// With all that is in the object.
    var isWhole = false
  }

  /// Where a function stores the first count of an object into a counter, as a constant.
  ///
  /// - Parameter path: the fields from the object to its count: of several counts the last may be the same.
  static func sites(of path: [FieldID], in id: FunctionID, _ program: Program) -> [Site] {
    guard let field = path.last, let body = program.facts[id].body else { return [] }
    return body.events.compactMap { event -> Site? in
      if event.operation == .store, let value = body.operand(1, of: event).optional,
        let record = program.facts.record(ofValue: body[value].type),
        path.count == 1 || record == program.facts[path[0]].record, let view = program.view(of: id),
        let number = WholeObject.number(of: field, storedBy: event, in: view), number > 0, number <= highest
      {
        return Site(span: body.span(of: event), isWhole: true)
      }
      let target: ValueID?
      let value: ValueID?
      switch event.operation {
      case .store: (target, value) = (body.operand(0, of: event), body.operand(1, of: event))
      case .call:
        guard !event.function.isNone, let rule = program.primitives.counts[event.function],
          case .set(let argument) = rule.amount, let view = program.view(of: id)
        else { return nil }
        (target, value) = (view.argument(rule.target, of: event), view.argument(argument, of: event))
      default: return nil
      }
      guard let target, let value, self.field(at: target, in: body) == field, body.leads(to: target, by: path),
        let number = body.constant(value), number > 0, number <= highest
      else { return nil }
      return Site(span: body.span(of: event))
    }
  }

  /// Asked for every store there is, and so without tracing anything.
  private static func field(at address: ValueID, in body: Body) -> FieldID? {
    let address = body.unconverted(address)
    guard !address.isNone, body[address].operation == .field else { return nil }
    return body[address].field.optional
  }

  private mutating func followCallers() {
    var pending = stored.keys.sorted()
    var steps = 0
    while let callee = pending.popLast(), steps < 100_000 {
      for caller in program.callers[callee] ?? [] {
        guard let view = program.view(of: caller) else { continue }
        for event in view.body.events where event.operation == .call && event.function == callee {
          steps += 1
          for (position, field) in stored[callee] ?? [] {
            guard let value = view.argument(position, of: event) else { continue }
            if let number = view.body.constant(value) {
              add(number, to: field, caller, view.body.span(of: event))
            } else if case .parameter(let mine) = view.number(value), mine >= 0,
              stored[caller]?.contains(where: { $0.position == mine && $0.field == field }) != true
            {
              stored[caller, default: []].append((mine, field))
              pending.append(caller)
            }
          }
        }
      }
    }
  }

  private mutating func add(_ number: Int64, to field: FieldID, _ function: FunctionID, _ span: Span) {
    guard number >= 0, number <= Self.highest else { return }
    var tally = tallies[field]?[number] ?? Tally(function: function, span: span)
    if function < tally.function { (tally.function, tally.span) = (function, span) }
    tally.count += 1
    tallies[field, default: [:]][number] = tally
  }

  /// The constant that is stored into the counter most often, and where; nil where none is.
  ///
  /// An object that is made with nothing in its count and counted up by its maker begins with one all the same.
  func number(of family: CountedFamily) -> (number: Int64, function: FunctionID, span: Span)? {
    guard let leaf = family.path.last, var tally = tallies[leaf] else { return nil }
    // Memory is often cleared first, and set to its one reference later.
    if tally.count > 1 { tally[0] = nil }
    let best = tally.max { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }
    return best.map { ($0.key, $0.value.function, $0.value.span) }
  }
}

extension Body {
  /// Whether an address is that of the last of some fields, each of which is in the one before.
  func leads(to address: ValueID, by path: [FieldID]) -> Bool {
    var address = unconverted(address)
    for field in path.reversed() {
      guard !address.isNone, self[address].operation == .field, self[address].field == field else { return false }
      address = unconverted(operand(0, of: self[address]))
    }
    return true
  }
}

extension BodyView {
  /// Where a number comes from: a parameter that is passed on as it came.
  fileprivate func number(_ value: ValueID) -> Origin.Root {
    let origin = origin(of: value)
    return origin.path.isEmpty && origin.isCertain ? origin.root : .unknown
  }
}
