import Disciplines
import Facts

/// Finds the types of a library's interface, and which operations count or end their objects.
struct TypeReading {
  let source: FaceSource
  let module: String
  let functions: [FunctionID]
  let isCPlusPlus: Bool
  /// One for each record: an installed header and the one that the sources include declare the same.
  private let one: [RecordID]

  init(source: FaceSource, module: String, functions: [FunctionID], isCPlusPlus: Bool) {
    self.source = source
    self.module = module
    self.functions = functions
    self.isCPlusPlus = isCPlusPlus
    // What a client sees goes first, since the sources may be of another version; then that of which more is known.
    func rank(_ id: RecordID) -> Int {
      let span = source.facts[id].span
      let isSeen =
        source.facts[id].isDefined && !span.isNone
        && source.surface.contains(source.facts[source.facts[span.file].path])
      return isSeen ? 2 : source.index.disciplineOfRecord[id.index] != nil ? 1 : 0
    }
    var best: [TextID: (record: RecordID, rank: Int)] = [:]
    for (index, record) in source.facts.records.enumerated() where !source.facts[record.usr].isEmpty {
      let (id, rank) = (RecordID(index), rank(RecordID(index)))
      if rank > best[record.usr]?.rank ?? -1 { best[record.usr] = (id, rank) }
    }
    one = source.facts.records.indices.map { best[source.facts.records[$0].usr]?.record ?? RecordID($0) }
  }

  /// By record: its place among the types.
  func places(of types: [(record: RecordID, type: FaceType)]) -> [RecordID: Int] {
    let places = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1.record, $0) })
    var all: [RecordID: Int] = [:]
    for (index, record) in one.enumerated() { all[RecordID(index)] = places[record] }
    return all
  }

  private var facts: FactBase { source.facts }

  /// In order of first appearance, with their records.
  func types() -> [(record: RecordID, type: FaceType)] {
    var found: [RecordID] = []
    var spellings: [RecordID: String] = [:]
    var pointerNames: [RecordID: String] = [:]
    func note(_ type: TypeID) {
      guard let (record, spelling) = self.record(behind: type) else { return }
      if spellings[record] == nil { found.append(record) }
      if pointerNames[record] == nil { pointerNames[record] = facts[type].aliases.first.map { facts[$0] } }
      // The typedef is what people say.
      if let known = spellings[record], !known.hasPrefix("struct ") || spelling.hasPrefix("struct ") { return }
      spellings[record] = spelling
    }
    for id in functions {
      let function = facts[id]
      if let record = function.record.optional.map({ one[$0.index] }), spellings[record] == nil {
        found.append(record)
        spellings[record] = facts[facts[record].name]
      }
      note(function.returnType)
      for parameter in function.parameters { note(parameter.type) }
    }
    return found.map { ($0, type($0, spelling: spellings[$0] ?? "", pointerName: pointerNames[$0])) }
  }

  /// The record that a type points to, over one pointer or two, with its spelling there.
  private func record(behind type: TypeID) -> (RecordID, String)? {
    var inner = type
    var depth = 0
    while !inner.isNone, facts[inner].kind == .pointer || facts[inner].isReference, depth < 3 {
      inner = facts[inner].inner
      depth += 1
    }
    guard depth > 0, !inner.isNone, facts[inner].kind == .record,
      let record = facts[inner].record.optional.map({ one[$0.index] })
    else { return nil }
    guard !isSystem(record) else { return nil }
    let name = facts[facts[record].name]
    if let alias = facts[inner].aliases.first { return (record, facts[alias]) }
    return (record, isCPlusPlus || name.isEmpty ? name : "struct \(name)")
  }

  private func isSystem(_ record: RecordID) -> Bool {
    let span = facts[record].span
    // The compiler's own, as what stands for the arguments of a variadic function.
    if span.isNone, facts[facts[record].name].hasPrefix("__") { return true }
    return !span.isNone && facts[span.file].isSystem
  }

  /// - Parameter pointerName: what the headers call a pointer to it: Swift's name for what C code never sees but so.
  private func type(_ record: RecordID, spelling: String, pointerName: String?) -> FaceType {
    let name = facts[facts[record].name]
    let (kind, provenance) = kind(of: record, spelling: spelling)
    let plainSpelling = spelling.hasPrefix("struct ") ? String(spelling.dropFirst(7)) : spelling
    var type = FaceType(
      nativeName: name, spelling: spelling,
      swiftName: isCPlusPlus
        ? name.qualifiedParts.joined(separator: ".") : TypeNaming.typeName(pointerName ?? plainSpelling),
      kind: kind,
      provenance: provenance, isDefined: facts[record].isDefined && isVisible(record), isTypedef: name.isEmpty,
      pointerName: pointerName)
    if source.surface.voidTypes.contains(spelling) {
      type.isVoid = true
      type.isDefined = false
    }
    return type
  }

  private func isVisible(_ record: RecordID) -> Bool {
    if let definedTypes = source.surface.definedTypes { return definedTypes.contains(facts[facts[record].name]) }
    let span = facts[record].span
    return !span.isNone && source.surface.contains(facts[facts[span.file].path])
  }

  // MARK: Operations

  private func kind(of record: RecordID, spelling: String) -> (FaceType.Kind, Provenance) {
    let discipline = source.index.disciplineOfRecord[record.index]
    var retains: [FunctionID] = []
    var releases: [FunctionID] = []
    var destroys: [FunctionID] = []
    for id in functions where isOperation(id, on: record) {
      guard let meaning = source.index.meaning(of: id), meaning.authority != .conventional else { continue }
      let function = facts[id]
      let effect = function.kind == .method ? meaning.receiver : meaning.arguments[0] ?? .borrows
      switch effect {
      case .retains, .retainsUnlessNull: retains.append(id)
      case .releases, .releasesUnlessNull: releases.append(id)
      case .destroys: destroys.append(id)
      default: if meaning.result == .retainedArgument(0) { retains.append(id) }
      }
    }
    let origin = discipline.map { provenance($0) } ?? .habit
    if let retain = best(retains), let release = best(releases) {
      return (.counted(counting(record, retain, release, spelling)), origin)
    }
    if let destroy = best(destroys) ?? (retains.isEmpty ? best(releases) : nil) {
      return (.handle(destroy: facts[facts[destroy].name]), origin)
    }
    return (.plain, .habit)
  }

  private func provenance(_ id: DisciplineID) -> Provenance {
    let discipline = source.index[id]
    if source.habitual.contains(discipline.name) { return .habit }
    switch discipline.origin {
    case .discovered:
      return .code(
        rule: "the \(discipline.name) discipline", place: discipline.reasons.first.map { shown($0.location) } ?? "")
    case .file, .builtIn: return .stated("the \(discipline.name) discipline")
    }
  }

  private func shown(_ location: String) -> String {
    let parts = location.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return location }
    return source.shownPath(parts.dropLast(2).joined(separator: ":")) + ":" + parts[parts.count - 2]
  }

  /// A function of one object and nothing else, or a method without parameters; those of a base count for the classes that derive.
  private func isOperation(_ id: FunctionID, on record: RecordID) -> Bool {
    let function = facts[id]
    if function.kind == .method {
      guard function.parameters.isEmpty, let owner = function.record.optional.map({ one[$0.index] }) else {
        return false
      }
      return owner == record || bases(of: record).contains(owner)
    }
    guard function.kind == .free, function.parameters.count == 1,
      facts[function.parameters[0].type].kind == .pointer,
      let inner = facts[function.parameters[0].type].inner.optional, facts[inner].kind == .record
    else { return false }
    return facts[inner].record.optional.map { one[$0.index] } == record
  }

  private func hasVirtualBase(_ record: RecordID) -> Bool {
    ([record] + bases(of: record)).contains { facts[$0].bases.contains(where: \.isVirtual) }
  }

  private func directBases(of record: RecordID) -> [RecordID] {
    facts[record].bases.compactMap { base in base.record.optional.map { one[$0.index] } }
  }

  private func bases(of record: RecordID) -> Set<RecordID> {
    var seen: Set<RecordID> = []
    var pending = directBases(of: record)
    while let base = pending.popLast() {
      guard !base.isNone, seen.insert(base).inserted else { continue }
      pending += directBases(of: base)
    }
    return seen
  }

  /// The name that says so is the plain operation, then the shortest; others do something besides.
  private func best(_ candidates: [FunctionID]) -> FunctionID? {
    candidates.min {
      let (one, other) = (facts[facts[$0].name], facts[facts[$1].name])
      let habits = (Habits.saysOperation(one), Habits.saysOperation(other))
      if habits.0 != habits.1 { return habits.0 }
      return (one.utf8.count, one) < (other.utf8.count, other)
    }
  }

  private func counting(
    _ record: RecordID, _ retain: FunctionID, _ release: FunctionID, _ spelling: String
  ) -> FaceType.Counting {
    FaceType.Counting(
      retain: operation(retain, "retain", record, returnsObject: true),
      release: operation(release, "release", record, returnsObject: false), retainFunction: facts[facts[retain].name],
      releaseFunction: facts[facts[release].name])
  }

  /// The compiler takes an operation that returns nothing, or of a retain the object; another gets a shim.
  private func operation(_ id: FunctionID, _ word: String, _ record: RecordID, returnsObject: Bool) -> String {
    let function = facts[id]
    let result = function.returnType
    let returnsNothing = result.isNone || facts[result].kind == .void
    var returnsItself = false
    if returnsObject, !result.isNone, facts[result].kind == .pointer, let inner = facts[result].inner.optional {
      returnsItself = facts[inner].record.optional.map { one[$0.index] } == record && function.kind == .free
    }
    // Swift does not find its way to a virtual base.
    let isFar = function.kind == .method && one[function.record.index] != record && hasVirtualBase(record)
    guard returnsNothing || returnsItself, !isFar else {
      let name = facts[facts[record].name].split(separator: ":").joined(separator: "_")
      return "C\(module)_\(word)_\(name)"
    }
    return function.kind == .method ? "." + facts[function.simpleName] : facts[function.name]
  }
}
