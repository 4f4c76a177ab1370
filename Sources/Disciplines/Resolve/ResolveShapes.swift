import Facts

extension DisciplineResolver {
  /// Finds the instantiations of smart pointers and containers, and says what their methods do.
  func resolveShapes(_ membership: RecordMembership, in facts: FactBase, into index: inout DisciplineIndex) {
    for (position, discipline) in index.disciplines.enumerated() {
      for pointer in discipline.smartPointers {
        for record in pointer.names.flatMap(membership.records(named:))
        where index.smartPointerOfRecord[record] == nil {
          let object = pointer.object.map { facts.typeArgument($0, of: record) } ?? .none
          let governing = facts.record(of: object).flatMap { index.disciplineOfRecord[$0.index] }
          index.smartPointerOfRecord[record] = SmartPointerUse(
            discipline: governing ?? DisciplineID(position), pointer: pointer, object: object)
        }
      }
      for container in discipline.containers {
        for record in container.names.flatMap(membership.records(named:))
        where index.containerOfRecord[record] == nil {
          index.containerOfRecord[record] = ContainerUse(discipline: DisciplineID(position), container: container)
        }
      }
    }
    guard !index.smartPointerOfRecord.isEmpty else { return }
    for position in facts.functions.indices {
      let function = facts.functions[position]
      guard !function.record.isNone, let use = index.smartPointerOfRecord[function.record] else { continue }
      index.meaningOfFunction[position] = use.meaning(of: function, in: facts)
    }
  }
}

extension SmartPointerUse {
  /// What a method of the smart pointer does with a raw pointer that goes in or comes out.
  fileprivate func meaning(of function: Function, in facts: FactBase) -> CallMeaning? {
    let name = facts[function.simpleName]
    let takesRawPointer =
      function.parameters.first.map { !$0.type.isNone && facts[$0.type].kind == .pointer } ?? false
    var entry: SmartPointer.Construction = .never
    if function.kind == .constructor {
      entry = pointer.construction
    } else if name == "operator=" {
      entry = pointer.assignment
    } else if pointer.adopting.contains(name) {
      entry = .adopts
    } else if pointer.retaining.contains(name) {
      entry = .retains
    } else if pointer.detaching.contains(name) {
      return CallMeaning(result: .new, mayReturnNull: true, discipline: discipline)
    } else if pointer.getting.contains(name) {
      return CallMeaning(result: .borrowedFrom(argument: -1), mayReturnNull: true, discipline: discipline)
    }
    guard takesRawPointer else { return nil }
    switch entry {
    case .adopts: return CallMeaning(arguments: [0: .consumes], discipline: discipline)
    case .retains: return CallMeaning(arguments: [0: .keeps], discipline: discipline)
    case .never: return nil
    }
  }
}

extension FactBase {
  /// A type among a record's template arguments, `none` where there is no such.
  fileprivate func typeArgument(_ position: Int, of record: RecordID) -> TypeID {
    let arguments = self[record].templateArguments
    guard position < arguments.count, case .type(let type) = arguments[position] else { return .none }
    return type
  }

  fileprivate func record(of type: TypeID) -> RecordID? {
    guard !type.isNone, self[type].kind == .record else { return nil }
    return self[type].record.optional
  }
}
