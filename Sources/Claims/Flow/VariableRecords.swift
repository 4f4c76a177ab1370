import Disciplines
import Facts

/// The structs that live in variables alone: nobody allocates one, keeps one in another object, or ends one.
///
/// Such a struct ends when its function does, and nothing is done for it. So a function that fills a field of one and leaves it
/// so shows that the field owns nothing, even where another function gives up what it found through it.
struct VariableRecords: Sendable {
  /// By record that is one: the functions that have a variable of it.
  private let holders: [RecordID: [FunctionID]]
  /// By function that is given the address of one: its callers.
  private let callers: [RecordID: [FunctionID: [FunctionID]]]

  init(facts: FactBase) {
    var excluded: Set<RecordID> = []
    func exclude(_ type: TypeID) {
      if let record = Self.record(of: type, facts) { excluded.insert(record) }
    }
    for field in facts.fields { exclude(field.type) }
    for global in facts.globals { exclude(global.type) }
    for (number, record) in facts.records.enumerated()
    where !record.destructor.isNone || record.kind == .closure || !record.bases.isEmpty {
      excluded.insert(RecordID(number))
      for base in record.bases where !base.record.isNone { excluded.insert(base.record) }
    }
    var holders: [RecordID: [FunctionID]] = [:]
    for (number, function) in facts.functions.enumerated() {
      exclude(function.returnType)
      guard let body = function.body else { continue }
      for slot in function.slots where slot.kind == .local {
        guard !slot.type.isNone, facts[slot.type].kind == .record, let record = facts[slot.type].record.optional else {
          exclude(slot.type)
          continue
        }
        if holders[record]?.last != FunctionID(number) { holders[record, default: []].append(FunctionID(number)) }
      }
      for event in body.events {
        switch event.operation {
        case .new: Self.pointee(of: event.type, facts).map { _ = excluded.insert($0) }
        case .convert:
          // What an allocator gives, under its type.
          let source = body.operand(0, of: event)
          guard !source.isNone, body[source].operation == .call else { continue }
          Self.pointee(of: event.type, facts).map { _ = excluded.insert($0) }
        default: continue
        }
      }
    }
    for record in excluded { holders[record] = nil }
    self.holders = holders
    callers = Self.callers(facts, of: holders)
  }

  /// Who calls whom with the address of such a struct.
  private static func callers(
    _ facts: FactBase, of holders: [RecordID: [FunctionID]]
  ) -> [RecordID: [FunctionID: [FunctionID]]] {
    var callers: [RecordID: [FunctionID: [FunctionID]]] = [:]
    guard !holders.isEmpty else { return callers }
    for (number, function) in facts.functions.enumerated() {
      guard let body = function.body else { continue }
      for event in body.events where event.operation == .call && !event.function.isNone {
        for parameter in facts[event.function].parameters {
          guard let record = pointee(of: parameter.type, facts), holders[record] != nil else { continue }
          callers[record, default: [:]][event.function, default: []].append(FunctionID(number))
        }
      }
    }
    return callers
  }

  func isOne(_ record: RecordID) -> Bool { holders[record] != nil }

  /// Whether some function has such a struct as a variable that is filled, by itself or by what it calls with it, and never
  /// given up.
  func isLeft(_ record: RecordID, filledIn: Set<FunctionID>, givenUpIn: Set<FunctionID>) -> Bool {
    guard let holders = holders[record] else { return false }
    let filled = withCallers(filledIn, record)
    let givenUp = withCallers(givenUpIn, record)
    return holders.contains { filled.contains($0) && !givenUp.contains($0) }
  }

  private func withCallers(_ functions: Set<FunctionID>, _ record: RecordID) -> Set<FunctionID> {
    var found = functions
    var open = Array(functions)
    while let function = open.popLast() {
      for caller in callers[record]?[function] ?? [] where found.insert(caller).inserted { open.append(caller) }
    }
    return found
  }

  /// The record that a value of a type is or consists of.
  private static func record(of type: TypeID, _ facts: FactBase) -> RecordID? {
    var type = type
    while !type.isNone, facts[type].kind == .array { type = facts[type].inner }
    guard !type.isNone, facts[type].kind == .record else { return nil }
    return facts[type].record.optional
  }

  private static func pointee(of type: TypeID, _ facts: FactBase) -> RecordID? {
    guard !type.isNone, facts[type].kind == .pointer || facts[type].isReference else { return nil }
    return record(of: facts[type].inner, facts)
  }
}
