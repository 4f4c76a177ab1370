import Facts

/// Where bodies put a number in an object up or down by one: by an operator, an atomic operation, or a helper that is given the
/// number's address.
struct NumberChanges {
  struct Change {
    var function: FunctionID
    /// From the object to the number.
    var path: [FieldID]
    var isUp: Bool
    var line: Int
    /// What changes it, where the body does not do so itself; its argument, and how many fields of the path lead to what that is given.
    var helper: (function: FunctionID, argument: Int, depth: Int)?
  }

  private(set) var all: [Change] = []
  /// Numbers that are used for more than to count by.
  let reckoned: Set<FieldID>
  private let counting: Counting
  private let numbers: NumberClasses
  private var program: Program { counting.program }
  private var facts: FactBase { counting.program.facts }

  init(_ counting: Counting, _ numbers: NumberClasses) {
    self.counting = counting
    self.numbers = numbers
    reckoned = Self.reckoned(in: counting.program.facts)
    for index in facts.functions.indices {
      let id = FunctionID(index)
      guard let body = facts[id].body, facts[id].kind != .constructor, facts[id].kind != .destructor,
        body.events.contains(where: mayChange), let view = program.view(of: id)
      else { continue }
      for event in body.events where mayChange(event) {
        guard let line = facts.location(of: body.span(of: event))?.line,
          let change = change(by: event, at: line, in: view, of: id)
        else { continue }
        all.append(change)
      }
    }
  }

  /// Asked for every event there is.
  private func mayChange(_ event: Event) -> Bool {
    switch event.operation {
    case .increment, .decrement, .store: true
    case .opaque: facts.isCompareExchange(event)
    case .call:
      !event.function.isNone
        && (program.primitives.counts[event.function] != nil || place(ofHelper: event.function) != nil)
    default: false
    }
  }

  /// Where a function counts that is given a number, or a class that is one.
  private func place(ofHelper function: FunctionID) -> CountPlace? {
    counting.places.ofFunction[function]?.first { place in
      guard case .argument = place.holder else { return false }
      return place.path.allSatisfy(numbers.isNumber)
    }
  }

  private func change(by event: Event, at line: Int, in view: BodyView, of id: FunctionID) -> Change? {
    if let address = view.address(ofNumberIn: event, primitives: program.primitives) {
      let path = view.origin(of: address).path
      guard isInObject(path), let step = view.change(by: event, primitives: program.primitives), abs(step) == 1
      else { return nil }
      var change = Change(function: id, path: path, isUp: step > 0, line: line)
      if event.operation == .call, let rule = program.primitives.counts[event.function] {
        change.helper = (event.function, rule.target, path.count)
      }
      return change
    }
    guard event.operation == .call, !event.function.isNone, !event.flags.contains(.isVirtual),
      let place = place(ofHelper: event.function), case .argument(let argument) = place.holder,
      let address = view.argument(argument, of: event), let step = counting.change(by: event.function, place)
    else { return nil }
    let outer = view.origin(of: address).path
    guard isInObject(outer + place.path) else { return nil }
    return Change(
      function: id, path: outer + place.path, isUp: step > 0, line: line,
      helper: (event.function, argument, outer.count))
  }

  /// Whether the fields that lead to a number are those of an object, and not of the number alone.
  private func isInObject(_ path: [FieldID]) -> Bool { !path.allSatisfy(numbers.isNumber) }

  /// Fields whose numbers are reckoned with, compared with other numbers, or by which something is found: no counts of references.
  private static func reckoned(in facts: FactBase) -> Set<FieldID> {
    var found: Set<FieldID> = []
    for function in facts.functions {
      guard let body = function.body else { continue }
      for event in body.events {
        let operands = body.operands(of: event)
        switch event.operation {
        case .element: found.formUnion(operands.dropFirst().compactMap { field(readBy: $0, in: body) })
        case .arithmetic, .compare:
          guard operands.count > 1, !operands.contains(where: { body.constant($0) != nil }) else { continue }
          found.formUnion(operands.compactMap { field(readBy: $0, in: body) })
        default: continue
        }
      }
    }
    return found
  }

  /// The field that `x->n` and `x->n++` read.
  private static func field(readBy value: ValueID, in body: Body) -> FieldID? {
    guard let value = body.unconverted(value).optional else { return nil }
    switch body[value].operation {
    case .load, .increment, .decrement:
      guard let address = body.unconverted(body.operand(0, of: body[value])).optional,
        body[address].operation == .field
      else { return nil }
      return body[address].field.optional
    default: return nil
    }
  }
}
