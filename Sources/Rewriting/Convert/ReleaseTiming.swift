import Disciplines
import Facts

/// What does not tell whether a release came before it or after it.
struct ReleaseTiming {
  let lasting: LastingFields
  let ends: QuietEnds

  init(facts: FactBase, index: DisciplineIndex, primitives: CountingPrimitives) {
    lasting = LastingFields(facts)
    ends = QuietEnds(facts: facts, index: index, primitives: primitives)
  }
}

/// Destructors that give back memory and references and nothing else: a guard's is none of them, for what it guards is free after it.
struct QuietEnds {
  private let facts: FactBase
  private let index: DisciplineIndex
  private let primitives: CountingPrimitives
  /// By record.
  private var isQuiet: [Bool] = []

  init(facts: FactBase, index: DisciplineIndex, primitives: CountingPrimitives) {
    self.facts = facts
    self.index = index
    self.primitives = primitives
    var known = [Bool?](repeating: nil, count: facts.records.count)
    for number in facts.records.indices { _ = decide(RecordID(number), &known) }
    isQuiet = known.map { $0 ?? false }
  }

  func contains(_ destructor: FunctionID) -> Bool {
    guard !destructor.isNone, !facts[destructor].record.isNone else { return false }
    return isQuiet[facts[destructor].record.index]
  }

  private func decide(_ record: RecordID, _ known: inout [Bool?]) -> Bool {
    if record.isNone { return true }
    if let answer = known[record.index] { return answer }
    // A class inside of itself, through a base's template arguments, says nothing new.
    known[record.index] = true
    let answer = compute(record, &known)
    known[record.index] = answer
    return answer
  }

  private func compute(_ record: RecordID, _ known: inout [Bool?]) -> Bool {
    if index.smartPointerOfRecord[record] != nil || index.containerOfRecord[record] != nil { return true }
    let fact = facts[record]
    guard fact.isDefined else { return false }
    let destructor = fact.destructor
    if !destructor.isNone, !facts[destructor].flags.contains(.isImplicit) {
      if let body = facts[destructor].body {
        if facts[destructor].flags.contains(.isSystem) {
          if pointsToObjects(record) { return false }
        } else if body.events.contains(where: { isLoud($0, body, in: record, &known) }) {
          return false
        }
      } else if !facts[destructor].flags.contains(.isSystem) || pointsToObjects(record) {
        return false
      }
    }
    for base in fact.bases where !decide(base.record, &known) { return false }
    return fact.fields.allSatisfy { field in
      var type = facts[field].type
      while !type.isNone, facts[type].kind == .array { type = facts[type].inner }
      return type.isNone || facts[type].kind != .record || decide(facts[type].record, &known)
    }
  }

  /// A class of a library that leads to objects of another may end what these do.
  private func pointsToObjects(_ record: RecordID) -> Bool {
    facts[record].fields.contains { field in
      let type = facts[field].type
      guard !type.isNone, facts[type].kind == .pointer || facts[type].isReference else { return false }
      let inner = facts[type].inner
      return inner.isNone || facts[inner].kind == .record || facts[inner].kind == .void
    }
  }

  private func isLoud(_ event: Event, _ body: Body, in record: RecordID, _ known: inout [Bool?]) -> Bool {
    switch event.operation {
    // What is written into its own fields is gone with it.
    case .store, .increment, .decrement:
      let place = body.operand(0, of: event)
      guard !place.isNone else { return true }
      switch body[place].operation {
      case .slot: return false
      case .field: return facts[body[place].field].record != record
      default: return true
      }
    case .call:
      if event.flags.contains(.isIndirect) || event.function.isNone { return true }
      if facts[event.function].kind == .destructor {
        let other = facts[event.function].record
        return other != record && !decide(other, &known)
      }
      return primitives.meaning(of: event.function) == nil
    case .throw, .opaque: return true
    default: return false
    }
  }
}
