import Facts

/// Finds plain pairs: a function that allocates an object and returns it, and one that frees what it is given.
struct Pairs {
  private struct Half {
    var function: FunctionID
    var effects: CallEffects
    var sentence: String
    var span: Span
  }

  private let counting: Counting
  private let facts: FactBase
  private var makers: [RecordID: [Half]] = [:]
  private var enders: [RecordID: [Half]] = [:]

  init(_ counting: Counting, isGoverned: (RecordID) -> Bool) {
    self.counting = counting
    facts = counting.program.facts
    findMakers(isGoverned)
    findEnders(isGoverned)
  }

  func disciplines() -> [Discipline] {
    makers.keys.filter { enders[$0] != nil }.sorted().map { record in
      let halves = (makers[record] ?? []) + (enders[record] ?? [])
      let name = facts[facts[record].name]
      var discipline = Discipline(name: name, kind: .paired, origin: .discovered)
      discipline.summary = "objects that are created and destroyed by functions of their own"
      discipline.types.names = [name]
      // A function that fills two places, or makes one object and ends another, is one call with both effects.
      var effects: [String: CallEffects] = [:]
      for half in halves where half.effects != CallEffects() {
        effects[facts[facts[half.function].name], default: CallEffects()].add(half.effects)
      }
      discipline.calls = Dictionary(grouping: effects.keys, by: { effects[$0] ?? CallEffects() })
        .map { CallRule(names: $0.value.sorted(), effects: $0.key) }
        .sorted { $0.names.lexicographicallyPrecedes($1.names) }
      discipline.reasons = halves.map {
        Reason(
          sentence: $0.sentence, function: facts[facts[$0.function].name],
          location: counting.program.location(of: $0.span))
      }
      return discipline
    }
  }

  /// Methods and instantiations are left to the language's own new and delete.
  private func isPlain(_ function: Function) -> Bool {
    guard function.kind == .free || function.kind == .staticMethod else { return false }
    return !function.flags.contains(.isInstantiation) && !function.flags.contains(.isOperator)
  }

  private mutating func findMakers(_ isGoverned: (RecordID) -> Bool) {
    var listing = Listing(counting)
    for (id, event) in counting.destruction.creating.sorted(by: { $0.key < $1.key }) {
      let function = facts[id]
      guard isPlain(function), let record = facts.record(pointedToBy: function.returnType), !isGoverned(record),
        let view = counting.program.view(of: id)
      else { continue }
      let isListed = listing.lists(record, madeBy: id, at: event)
      makers[record, default: []].append(
        Half(
          function: id, effects: isListed ? CallEffects() : CallEffects(result: .new, mayReturnNull: true),
          sentence: isListed ? "allocates what it returns, and keeps it in a list too" : "allocates what it returns",
          span: view.body.span(of: view.body.events[event])))
    }
    for index in facts.functions.indices where isPlain(facts.functions[index]) {
      findFilled(FunctionID(index), isGoverned)
    }
  }

  /// `int open(T **result)`: the object is stored where an argument points.
  private mutating func findFilled(_ id: FunctionID, _ isGoverned: (RecordID) -> Bool) {
    let function = facts[id]
    let candidates = function.parameters.indices.filter { position in
      let type = function.parameters[position].type
      guard facts.isPointer(type) else { return false }
      return facts.record(pointedToBy: facts[type].inner).map { !isGoverned($0) } ?? false
    }
    guard !candidates.isEmpty, function.body != nil, let view = counting.program.view(of: id) else { return }
    for event in view.body.events where event.operation == .store {
      let address = view.origin(of: view.body.operand(0, of: event))
      guard let position = address.argument, address.path.isEmpty, candidates.contains(position),
        let record = facts.record(pointedToBy: facts[function.parameters[position].type].inner),
        let sources = view.sources(of: view.body.operand(1, of: event)),
        sources.contains(where: { source in
          let made = view.body[source]
          return made.operation == .new
            || (made.operation == .call && counting.destruction.isAllocator(made, in: view))
        })
      else { continue }
      makers[record, default: []].append(
        Half(
          function: id, effects: CallEffects(arguments: [position: .fillsOwned]),
          sentence: "stores what it allocates where argument \(position) points", span: view.body.span(of: event)))
    }
  }

  private mutating func findEnders(_ isGoverned: (RecordID) -> Bool) {
    let destroyed = counting.destruction.destroyed
    for (argument, event) in destroyed.sorted(by: {
      ($0.key.function, $0.key.position) < ($1.key.function, $1.key.position)
    }) {
      let function = facts[argument.function]
      guard isPlain(function), argument.position >= 0, argument.position < function.parameters.count,
        let record = facts.record(pointedToBy: function.parameters[argument.position].type), !isGoverned(record),
        let view = counting.program.view(of: argument.function),
        let transfer = counting.transfer(
          of: argument.function, CountPlace(holder: .argument(argument.position), path: []), from: 1),
        transfer.ends != nil, !transfer.survives
      else { continue }
      enders[record, default: []].append(
        Half(
          function: argument.function, effects: CallEffects(arguments: [argument.position: .destroys]),
          sentence: "frees argument \(argument.position) on every path",
          span: view.body.span(of: view.body.events[event])))
    }
  }
}

extension CallEffects {
  fileprivate mutating func add(_ other: CallEffects) {
    arguments.merge(other.arguments) { known, _ in known }
    if other.result != .unspecified { result = other.result }
    mayReturnNull = mayReturnNull || other.mayReturnNull
  }
}
