import Facts

/// The functions that allocate a counted object and return it with its first reference.
struct Makers {
  struct Maker {
    var function: FunctionID
    var discipline: DisciplineID
    /// Where the memory comes from.
    var span: Span
  }

  /// By function.
  private(set) var found: [Maker] = []

  private let disciplines: [Discipline]
  private let membership: RecordMembership
  private let counting: Counting
  /// The fields of objects that counts are in.
  private let counters: Set<FieldID>
  /// The records that those are fields of.
  private let holders: Set<RecordID>
  private let facts: FactBase
  private var answers: [FunctionID: Product] = [:]

  init(
    _ disciplines: [Discipline], _ membership: RecordMembership, _ counting: Counting, counters: Set<FieldID>
  ) {
    self.counters = counters
    self.disciplines = disciplines
    self.membership = membership
    self.counting = counting
    facts = counting.program.facts
    holders = Set(counters.map { counting.program.facts[$0].record })
    for function in counting.destruction.creating.keys.sorted() {
      if case .firstReference(let maker) = product(of: function) { found.append(maker) }
    }
  }

  private func discipline(of maker: FunctionID) -> DisciplineID? {
    facts.record(pointedToBy: facts[maker].returnType).flatMap { membership.disciplineOfRecord[$0.index] }
  }

  /// What a function that returns what it allocates hands out.
  private enum Product {
    case firstReference(Maker)
    /// Memory that nobody counted up.
    case memory
    /// What is shown by what it calls, or has no count.
    case other
  }

  private mutating func product(of function: FunctionID) -> Product {
    if let known = answers[function] { return known }
    // Who is asked again while it is being answered is in a ring of callers, and shows nothing by that.
    answers[function] = .other
    let answer = made(by: function)
    answers[function] = answer
    return answer
  }

  private mutating func made(by function: FunctionID) -> Product {
    guard let allocation = counting.destruction.creating[function], let body = facts[function].body,
      let record = facts.record(pointedToBy: facts[function].returnType), let discipline = discipline(of: function),
      disciplines[discipline.rawValue].initialCount > 0
    else { return .other }
    let event = body.events[allocation]
    // What calls `new` shows it by itself, and so does who calls another maker.
    guard event.operation == .call, !event.function.isNone else { return .other }
    if self.discipline(of: event.function) != nil {
      guard case .memory = product(of: event.function) else { return .other }
    }
    guard mayBegin(of: record, in: body, allocation: allocation) else { return .memory }
    return .firstReference(Maker(function: function, discipline: discipline, span: body.span(of: event)))
  }

  /// Whether a count may begin in a function: it writes the counter or the object as a whole, or shows the object to another
  /// function, or what it has the memory from writes counters. Memory that nobody counts up holds no reference yet: whoever
  /// keeps the object first takes one.
  private func mayBegin(of made: RecordID, in body: Body, allocation: Int) -> Bool {
    if touches(body) { return true }
    for (index, event) in zip(0..., body.events) where index != allocation {
      switch event.operation {
      case .store:
        let value = body.operand(1, of: event)
        if !value.isNone, !body[value].type.isNone, facts[body[value].type].record == made { return true }
      case .call: if body.operands(of: event).contains(where: { isObject($0, made, body) }) { return true }
      default: continue
      }
    }
    return facts[body.events[allocation].function].body.map { touches($0) } ?? false
  }

  /// Whether a value is an object with a count, or the address of the part of one that has it.
  private func isObject(_ value: ValueID, _ made: RecordID, _ body: Body) -> Bool {
    let value = body.unconverted(value)
    guard !value.isNone else { return false }
    if body[value].operation == .field, !body[value].field.isNone {
      return holdsCount(facts[facts[body[value].field].type].record, made)
    }
    return facts.record(pointedToBy: body[value].type).map { holdsCount($0, made) } ?? false
  }

  private func holdsCount(_ record: RecordID, _ made: RecordID) -> Bool {
    guard !record.isNone else { return false }
    if record == made || holders.contains(record) { return true }
    return facts[record].fields.contains { field in
      let inner = facts[facts[field].type].record
      return inner == made || !inner.isNone && holders.contains(inner)
    }
  }

  private func touches(_ body: Body) -> Bool {
    body.events.contains { $0.operation == .field && counters.contains($0.field) }
  }
}
