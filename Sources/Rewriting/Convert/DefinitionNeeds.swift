import Disciplines
import Facts

/// Which files use smart pointers so that the classes of their objects must be defined, and not only declared: copies and ends of
/// smart pointers count an object.
///
/// What a template or the compiler wrote needs it where it is used: in the file of the function that is written by hand.
struct DefinitionNeeds {
  /// By path of a file: what must be defined in each unit that includes it.
  private(set) var records: [String: Set<RecordID>] = [:]

  private let facts: FactBase
  private let index: DisciplineIndex
  private var needs: [Set<RecordID>]

  init(facts: FactBase, index: DisciplineIndex) {
    self.facts = facts
    self.index = index
    needs = Array(repeating: [], count: facts.functions.count)
    var callers: [[Int]] = Array(repeating: [], count: facts.functions.count)
    var open: [Int] = []
    for (number, function) in facts.functions.enumerated() {
      for callee in callees(of: function) where isTransparent(facts[callee]) { callers[callee.index].append(number) }
      guard isTransparent(function), counts(function) else { continue }
      needs[number] = objects(of: function)
      if !needs[number].isEmpty { open.append(number) }
    }
    while let number = open.popLast() {
      for caller in callers[number] where !needs[number].isSubset(of: needs[caller]) {
        needs[caller].formUnion(needs[number])
        if isTransparent(facts.functions[caller]) { open.append(caller) }
      }
    }
    for (number, function) in facts.functions.enumerated()
    where !needs[number].isEmpty && !isTransparent(function) && !function.span.isNone {
      records[facts[facts[function.span.file].path], default: []].formUnion(needs[number])
    }
  }

  /// Whether a unit that includes some files would need one more.
  func isSomethingMissing(in files: Set<String>) -> Bool {
    files.contains { file in
      (records[file] ?? []).contains { record in
        let span = facts[record].pattern.isNone ? facts[record].span : facts[record].pattern
        return facts[record].isDefined && !span.isNone && !files.contains(facts[facts[span.file].path])
      }
    }
  }

  /// Its text stands elsewhere than where it is compiled.
  private func isTransparent(_ function: Function) -> Bool {
    function.flags.contains(.isInstantiation) || function.flags.contains(.isImplicit)
      || function.flags.contains(.isDefaulted)
      || (!function.record.isNone && !facts[function.record].template.isNone)
  }

  private func callees(of function: Function) -> [FunctionID] {
    guard let body = function.body else { return [] }
    var found = body.events.compactMap { event -> FunctionID? in
      guard event.operation == .call || event.operation == .delete, !event.flags.contains(.isIndirect),
        !event.function.isNone
      else { return nil }
      return event.function
    }
    // What is passed or returned by value is ended by somebody: the compiler wants to know how, though no path comes to it.
    let byValue = found.map { facts[$0].returnType } + [function.returnType] + function.parameters.map(\.type)
    for record in byValue.map(recordHeld) where !record.isNone && !facts[record].destructor.isNone {
      found.append(facts[record].destructor)
    }
    // An exception in a constructor ends the parts that are there already.
    if function.kind == .constructor, !function.record.isNone {
      let record = facts[function.record]
      for part in record.fields.map({ recordHeld(by: facts[$0].type) }) + record.bases.map(\.record)
      where !part.isNone && !facts[part].destructor.isNone {
        found.append(facts[part].destructor)
      }
      if !record.destructor.isNone { found.append(record.destructor) }
    }
    return found
  }

  private func recordHeld(by type: TypeID) -> RecordID { type.isNone ? .none : facts[type].record }

  private func counts(_ function: Function) -> Bool {
    callees(of: function).contains { callee in
      guard let meaning = index.meaning(of: callee) else { return false }
      return meaning.receiver != .borrows || meaning.arguments.values.contains { $0 != .borrows }
    }
  }

  /// The classes that a template's instantiation is about: those of its parameters' objects, and its class's arguments.
  private func objects(of function: Function) -> Set<RecordID> {
    var found: Set<RecordID> = []
    for parameter in function.parameters where !parameter.type.isNone && !facts[parameter.type].inner.isNone {
      found.insert(facts[facts[parameter.type].inner].record)
    }
    if !function.record.isNone {
      for case .type(let type) in facts[function.record].templateArguments { found.insert(recordHeld(by: type)) }
    }
    return found.filter { record in
      !record.isNone && index.disciplineOfRecord[record.index].map { index[$0].kind == .counted } ?? false
    }
  }
}
