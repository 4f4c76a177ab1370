import Disciplines
import Facts

/// Which functions return memory that their callers free, and which free what they are given: read off the bodies, from the
/// functions of the C library and its kin up to those of the headers.
struct MemoryUse {
  /// By function: the family of allocation whose memory it returns.
  private(set) var returned: [FunctionID: Family] = [:]
  /// By function: the parameters that it frees.
  private(set) var freed: [FunctionID: Set<Int>] = [:]

  /// A rule of the discipline that allocates; the one that says it is the first is the C library itself.
  typealias Family = Int

  private let facts: FactBase
  private let rules: [CallRule]
  /// By global or field: the functions that are stored there.
  private var stored: [Place: Set<FunctionID>] = [:]
  /// By field: whose memory is stored there.
  private var kept: [FieldID: Family] = [:]
  /// Fields that hold other things too.
  private var mixed: Set<FieldID> = []
  /// By function: the field of a parameter's object that it returns.
  private var parts: [FunctionID: Part] = [:]

  private enum Place: Hashable { case global(GlobalID), field(FieldID) }

  /// - Parameter discipline: what the functions of the C library and its kin do with memory.
  init(_ facts: FactBase, discipline: Discipline) {
    self.facts = facts
    rules = discipline.calls
    var readers: [MemoryBodyReader] = []
    for (number, function) in facts.functions.enumerated() {
      let id = FunctionID(number)
      seed(id, facts[function.name])
      guard let body = function.body else { continue }
      let reader = MemoryBodyReader(id: id, function: function, body: body, facts: facts)
      readers.append(reader)
      parts[id] = reader.returnedPart
      mixed.formUnion(reader.fieldsOfOtherValues)
      noteStoredFunctions(body)
    }
    let flows = readers.flatMap(\.fieldsOfFields)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for flow in flows where mixed.contains(flow.source) && mixed.insert(flow.field).inserted { isSettled = false }
    }
    while readers.reduce(false, { read($1) || $0 }) {}
  }

  private mutating func seed(_ id: FunctionID, _ name: String) {
    guard let number = rules.firstIndex(where: { $0.names.contains(name) }) else { return }
    if rules[number].effects.result == .new { returned[id] = number }
    let positions = rules[number].effects.arguments.filter { $0.value == .destroys }.keys
    if !positions.isEmpty { freed[id] = Set(positions) }
  }

  /// Whether anything new was found.
  private mutating func read(_ reader: MemoryBodyReader) -> Bool {
    var isNew = false
    if returned[reader.id] == nil, let family = family(of: reader.returnedValues, in: reader) {
      returned[reader.id] = family
      isNew = true
    }
    for (field, value) in reader.storedValues where kept[field] == nil && !mixed.contains(field) {
      guard let family = family(of: value, in: reader) else { continue }
      kept[field] = family
      isNew = true
    }
    for (event, arguments) in reader.calls {
      for callee in callees(of: event, in: reader.body) {
        for position in freed[callee] ?? [] where arguments.indices.contains(position) {
          guard let parameter = arguments[position] else { continue }
          if freed[reader.id, default: []].insert(parameter).inserted { isNew = true }
        }
      }
    }
    return isNew
  }

  // MARK: Calls

  /// A library whose allocation can be exchanged calls it through variables, and one with formats through tables.
  private mutating func noteStoredFunctions(_ body: Body) {
    for event in body.events where event.operation == .store {
      let value = body.operand(1, of: event)
      if let function = body.function(behind: value), let place = place(body.operand(0, of: event), in: body) {
        stored[place, default: []].insert(function)
      } else if !value.isNone, body[value].operation == .aggregate, let record = record(body[value].type) {
        for (field, operand) in zip(facts[record].fields, body.operands(of: body[value])) {
          if let function = body.function(behind: operand) { stored[.field(field), default: []].insert(function) }
        }
      }
    }
  }

  private func record(_ type: TypeID) -> RecordID? { type.isNone ? nil : facts[type].record.optional }

  private func place(_ address: ValueID, in body: Body) -> Place? {
    guard !address.isNone else { return nil }
    switch body[address].operation {
    case .global: return .global(body[address].global)
    case .field: return .field(body[address].field)
    // `(*function)(x)`
    case .load, .convert: return place(body.operand(0, of: body[address]), in: body)
    default: return nil
    }
  }

  /// Those that a call may reach.
  private func callees(of event: Event, in body: Body) -> Set<FunctionID> {
    guard event.flags.contains(.isIndirect) else {
      return event.reference == UInt32.max ? [] : [event.function]
    }
    guard let pointer = body.operands(of: event).first, let place = place(pointer, in: body) else { return [] }
    return stored[place] ?? []
  }

  // MARK: Values

  /// The family of memory that all of these are, but for null.
  private func family(of values: [MemoryBodyReader.Value], in reader: MemoryBodyReader) -> Family? {
    var found: Family?
    for value in values {
      if case .null = value { continue }
      // What a variable of the library's calls besides, its user has put there.
      if case .call(let event) = value, event.flags.contains(.isIndirect),
        callees(of: event, in: reader.body).isEmpty
      {
        continue
      }
      guard let family = family(of: value, in: reader) else { return nil }
      found = min(found ?? family, family)
    }
    return found
  }

  private func family(of value: MemoryBodyReader.Value, in reader: MemoryBodyReader) -> Family? {
    switch value {
    case .null, .other, .parameterPart: return nil
    case .localPart(let field): return kept[field]
    case .call(let event):
      let callees = callees(of: event, in: reader.body)
      // What was put into a local struct leaves with the part that is returned: the struct ends.
      if callees.count == 1, let callee = callees.first, let part = parts[callee],
        reader.isLocal(argument: part.parameter, of: event)
      {
        return kept[part.field]
      }
      let families = callees.map { returned[$0] }
      return families.contains(nil) ? nil : families.compactMap { $0 }.min()
    }
  }
}

/// A field of the object that a parameter points to.
struct Part: Hashable {
  var parameter: Int
  var field: FieldID
}
