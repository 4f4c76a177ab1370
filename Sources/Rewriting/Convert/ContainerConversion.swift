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

  /// One instantiation that holds counted objects.
  struct Kind {
    var record: RecordID
    /// The simple name of the template.
    var template: String
    var elements: [Element]
    var container: Container
  }

  /// What an instantiation holds as one of its elements.
  struct Element {
    /// The template argument that is its type, and the simple names of that and of the function that ends it.
    var argument: Int
    var name: String
    var cleanup: String
    var object: RecordID
    /// The container gives it up; otherwise it only shows it.
    var isReleased: Bool
  }

  func kinds() -> [Kind] {
    index.containerOfRecord.sorted { $0.key < $1.key }.compactMap { id, use in
      let record = facts[id]
      guard !use.container.convertsTo.isEmpty, !record.template.isNone, isMeantFor(target, index[use.discipline]) else {
        return nil
      }
      let elements = use.container.elements.compactMap { element($0, of: record) }
      guard elements.count == use.container.elements.count, elements.contains(where: \.isReleased) else { return nil }
      return Kind(
        record: id, template: lastName(facts[record.template]), elements: elements, container: use.container)
    }
  }

  /// `nil` for what the other container could not hold alike: what is deleted, for one.
  private func element(_ stated: Container.Element, of record: Record) -> Element? {
    guard record.templateArguments.indices.contains(stated.object),
      case .type(let type) = record.templateArguments[stated.object], let object = object(type)
    else { return nil }
    let isCounted = index.disciplineOfRecord[object.index].map { families.contains($0) } ?? false
    var element = Element(
      argument: stated.object, name: lastName(facts[facts[object].name]), cleanup: "", object: object,
      isReleased: isCounted)
    guard let cleanup = stated.cleanup else { return isCounted ? element : nil }
    guard record.templateArguments.indices.contains(cleanup),
      case .function(let end) = record.templateArguments[cleanup]
    else { return nil }
    element.cleanup = facts[facts[end].simpleName]
    switch index.meaning(of: end)?.arguments[0] {
    case .releases, .releasesUnlessNull: return isCounted ? element : nil
    case .borrows:
      element.isReleased = false
      return element
    default: return nil
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

  private func lastName(_ name: String) -> String {
    guard let colons = name.range(of: "::", options: .backwards) else { return name }
    return String(name[colons.upperBound...])
  }

  /// What goes in and what comes out: parameters that own, and results, that are pointers to what is given up.
  func slots(of kind: Kind) -> [ClaimSlotID] {
    let released = Set(kind.elements.filter(\.isReleased).map(\.object))
    func isReleased(_ type: TypeID) -> Bool { object(type).map { released.contains($0) } ?? false }
    var found: [ClaimSlotID] = []
    for (number, function) in facts.functions.enumerated() where function.record == kind.record {
      let id = FunctionID(number)
      let result = claims.slot(ofResultOf: id)
      if !result.isNone, isReleased(function.returnType) { found.append(result) }
      for position in 0..<Int(function.parameterCount) {
        let slot = claims.slot(of: SlotID(position), in: id)
        guard claims.claim(of: slot) == .owner, claims[slot].kind == .param, isReleased(claims[slot].type) else {
          continue
        }
        found.append(slot)
      }
    }
    return found
  }

  /// The other container's type wherever this one's is written.
  func changes(
    of kind: Kind, in files: [FileID], text: (FileID) -> SourceText?, words: SmartPointerWords, slots: [ClaimSlotID]
  ) throws(LeftRaw) -> [TextChange] {
    var changes: [TextChange] = []
    for file in files {
      guard let text = text(file) else { continue }
      for offset in text.mentions(of: kind.template, in: 0..<text.bytes.count) {
        let open = text.skippingBlanks(from: offset + kind.template.utf8.count)
        guard text.byte(at: open) == UInt8(ascii: "<"), let close = text.closing(UInt8(ascii: ">"), from: open + 1)
        else { continue }
        let arguments = text.arguments(in: open + 1..<close).map { text[$0] }
        guard isMeant(arguments, kind) else { continue }
        guard let type = type(of: kind, arguments, words) else {
          let span = Span(file: file, begin: UInt32(offset), end: UInt32(close + 1))
          throw LeftRaw(reason: "its template arguments are not all written there", span: span)
        }
        changes.append(
          TextChange(
            file: file, range: text.startOfName(endingAt: offset)..<close + 1, kind: .replace(type), slots: slots))
      }
    }
    return changes
  }

  /// These arguments are those of the instantiation, as far as they are written.
  private func isMeant(_ arguments: [String], _ kind: Kind) -> Bool {
    zip(kind.elements, kind.container.elements).allSatisfy { element, stated in
      guard arguments.indices.contains(element.argument), lastName(arguments[element.argument]) == element.name else {
        return false
      }
      guard let cleanup = stated.cleanup, arguments.indices.contains(cleanup) else { return true }
      let function = arguments[cleanup].prefix { $0 != "<" }.drop { $0 == "&" }
      return lastName(String(function)) == element.cleanup
    }
  }

  /// The other container with these arguments; `nil` where it needs one that is not written.
  private func type(of kind: Kind, _ arguments: [String], _ words: SmartPointerWords) -> String? {
    var held = arguments
    for element in kind.elements {
      let object = arguments[element.argument]
      held[element.argument] = element.isReleased ? words.type(of: object) : object + " *"
    }
    guard kind.container.convertsTo.contains("{") else {
      let types = kind.elements.map { held[$0.argument] }
      return "\(kind.container.convertsTo)<\(types.joined(separator: ", "))>"
    }
    var type = kind.container.convertsTo
    for (number, text) in held.enumerated() { type = type.replacing("{\(number)}", with: text) }
    return type.contains("{") ? nil : type
  }
}
