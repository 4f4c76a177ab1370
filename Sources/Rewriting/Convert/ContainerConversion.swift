import Claims
import Disciplines
import Facts

/// Classes of containers that give up what they hold, and for which the discipline names one that holds smart pointers instead.
///
/// Such a container's own text is left as it is: where its type is written, the other one's stands, and what goes in and comes out
/// is a smart pointer. All of that holds for one kind of container together.
struct ContainerConversion {
  let facts: FactBase
  let claims: ClaimSet
  let index: DisciplineIndex
  let families: Set<DisciplineID>
  /// The smart pointer that is converted to.
  let target: SmartPointer

  /// One instantiation whose elements are counted objects.
  struct Kind {
    var record: RecordID
    /// The simple name of the template, and of what it holds.
    var template: String
    var element: String
    var container: Container
  }

  func kinds() -> [Kind] {
    index.containerOfRecord.sorted { $0.key < $1.key }.compactMap { id, use in
      let record = facts[id]
      guard !use.container.convertsTo.isEmpty, !record.template.isNone, let only = use.container.elements.first,
        use.container.elements.count == 1, record.templateArguments.indices.contains(only.object),
        case .type(let type) = record.templateArguments[only.object], let held = object(type),
        let discipline = index.disciplineOfRecord[held.index], families.contains(discipline), releases(only, record),
        isMeantFor(target, index[use.discipline])
      else { return nil }
      return Kind(
        record: id, template: lastName(facts[record.template]), element: lastName(facts[facts[held].name]),
        container: use.container)
    }
  }

  /// A discipline that names a smart pointer of its own means its containers for that one.
  private func isMeantFor(_ target: SmartPointer, _ discipline: Discipline) -> Bool {
    let own = discipline.smartPointers.filter { $0.conversion != nil }
    return own.isEmpty || own.contains { $0.names == target.names }
  }

  private func object(_ type: TypeID) -> RecordID? {
    var type = type
    if !type.isNone, facts[type].kind == .pointer { type = facts[type].inner }
    guard !type.isNone, facts[type].kind == .record, !facts[type].record.isNone else { return nil }
    return facts[type].record
  }

  /// Its cleanup gives up a reference of each element.
  private func releases(_ element: Container.Element, _ record: Record) -> Bool {
    guard let cleanup = element.cleanup else { return true }
    guard record.templateArguments.indices.contains(cleanup),
      case .function(let end) = record.templateArguments[cleanup]
    else { return false }
    let effect = index.meaning(of: end)?.arguments[0]
    return effect == .releases || effect == .releasesUnlessNull
  }

  private func lastName(_ name: String) -> String {
    guard let colons = name.range(of: "::", options: .backwards) else { return name }
    return String(name[colons.upperBound...])
  }

  /// What goes in and what comes out: parameters that own, and results, that are pointers to the element.
  func slots(of kind: Kind) -> [ClaimSlotID] {
    var found: [ClaimSlotID] = []
    for (number, function) in facts.functions.enumerated() where function.record == kind.record {
      let id = FunctionID(number)
      let result = claims.slot(ofResultOf: id)
      if !result.isNone { found.append(result) }
      for position in 0..<Int(function.parameterCount) {
        let slot = claims.slot(of: SlotID(position), in: id)
        if claims.claim(of: slot) == .owner, claims[slot].kind == .param { found.append(slot) }
      }
    }
    return found
  }

  /// The other container's type wherever this one's is written.
  func changes(
    of kind: Kind, in files: [FileID], text: (FileID) -> SourceText?, words: SmartPointerWords, slots: [ClaimSlotID]
  ) -> [TextChange] {
    var changes: [TextChange] = []
    for file in files {
      guard let text = text(file) else { continue }
      for offset in text.mentions(of: kind.template, in: 0..<text.bytes.count) {
        let open = text.skippingBlanks(from: offset + kind.template.utf8.count)
        guard text.byte(at: open) == UInt8(ascii: "<"), let close = text.closing(UInt8(ascii: ">"), from: open + 1),
          let element = kind.container.elements.first
        else { continue }
        let arguments = text.arguments(in: open + 1..<close)
        guard arguments.indices.contains(element.object) else { continue }
        let held = text[arguments[element.object]]
        guard lastName(held) == kind.element else { continue }
        changes.append(
          TextChange(
            file: file, range: text.startOfName(endingAt: offset)..<close + 1,
            kind: .replace("\(kind.container.convertsTo)<\(words.type(of: held))>"), slots: slots))
      }
    }
    return changes
  }
}
