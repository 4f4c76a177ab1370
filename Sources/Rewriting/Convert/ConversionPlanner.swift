import Claims
import Disciplines
import Facts
import Foundation
import Frontend

/// Plans to put smart pointers in the place of what owns: locals, parameters, results and fields.
///
/// A slot is converted when every path of every function that uses it proves that the smart pointer changes no count. What stays
/// raw around it is a border: what comes in is adopted or retained, what goes out is detached, what is only shown is got.
public final class ConversionPlanner {
  private let facts: FactBase
  private let claims: ClaimSet
  private let index: DisciplineIndex
  private let primitives: CountingPrimitives
  private let words: SmartPointerWords?
  private let style: ConversionStyle
  private let policy: RewritePolicy
  private let commands: [CompileCommand]

  private var sources: SourceCache
  private let containers: ContainerConversion
  /// Containers that may be converted, each with what goes in and comes out.
  private let containerKinds: [(kind: ContainerConversion.Kind, slots: [ClaimSlotID])]
  private var slots: ConvertibleSlots
  private let readings: [FunctionReading]
  private let layouts: LayoutCache
  /// By a function's name: those that it calls.
  private let callees: [String: Set<String>]
  /// Fields and globals whose pointers others have, who may give up a reference that is not theirs.
  private let handedOut: Set<ClaimSlotID>
  /// Fields whose content a destructor releases.
  private let releasedWithObject: Set<ClaimSlotID>
  /// Fields that more than their object's beginning and end sets or empties.
  private let changing: Set<ClaimSlotID>
  /// By the slot that stands for a group: why it stays raw.
  private var raw: [ClaimSlotID: LeftRaw] = [:]
  /// Locals of classes that release by themselves, and which of them stay as they are.
  private var helpers: [HelperConversion.Converted] = []
  private var rawHelpers: [Int: LeftRaw] = [:]
  /// What text that is not compiled asks of each slot.
  private var demands: [ClaimSlotID: MentionCheck.Demands] = [:]
  private var helperRefusals: [LeftAlone] = []

  /// - Parameter isWanted: whether the user asked for a file.
  /// - Parameter isMeant: whether a class's or function's slots are asked for, by its qualified name.
  public init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, target: SmartPointer,
    conversion: SmartPointer.Conversion, policy: RewritePolicy, commands: [CompileCommand], threads: Int,
    isWanted: @escaping (String) -> Bool = { _ in true }, isMeant: @escaping (String) -> Bool = { _ in true }
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.policy = policy
    self.commands = commands
    words = SmartPointerWords(pointer: target, conversion: conversion)
    let style = ConversionStyle(
      facts: facts, index: index, conversion: conversion, commands: commands, policy: policy)
    self.style = style
    let cache = SourceCache(facts: facts, policy: policy) { isWanted($0) && !style.isOwnHeader($0) }
    sources = cache
    let counting = CountingHeader(facts: facts, index: index)
    let families = counting.disciplines(by: index)
    let primitives = CountingPrimitives(facts: facts, index: index, roots: Set(counting.families.map(\.record)))
    self.primitives = primitives
    let containers = ContainerConversion(
      facts: facts, claims: claims, index: index, families: families, target: target)
    let kinds = containers.kinds()
    let containerSlots = kinds.map { containers.slots(of: $0) }
    self.containers = containers
    containerKinds = zip(kinds, containerSlots).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }
    let replaced = Set(containerKinds.map(\.kind.record))
    slots = ConvertibleSlots(
      facts: facts, claims: claims, index: index, counting: counting, primitives: primitives,
      containers: containerSlots,
      isEditable: { cache.text(of: $0) != nil },
      isMeant: { slot in
        isMeant(slot.container(in: facts))
          || (!slot.function.isNone && !facts[slot.function].record.isNone
            && isMeant(facts[facts[facts[slot.function].record].name]))
      })
    let groups = slots.groups
    let readers: [FlowReader] = facts.functions.indices.compactMap { number in
      let function = facts.functions[number]
      guard let body = function.body, !function.flags.contains(.isSystem), !replaced.contains(function.record) else {
        return nil
      }
      return FlowReader(
        facts: facts, claims: claims, index: index, primitives: primitives, function: FunctionID(number), body: body,
        isCandidate: { groups[$0] != nil })
    }
    let read = PlacesRead(by: readers, in: facts)
    handedOut = read.handedOut
    let timing = ReleaseTiming(facts: facts, index: index, primitives: primitives)
    readings = readers.map {
      FunctionReading(
        facts: facts, claims: claims, index: index, primitives: primitives, timing: timing, reader: $0,
        isCandidate: { groups[$0] != nil }, isReadLater: { read.contains($0) })
    }
    releasedWithObject = Set(
      readings.lazy.filter { facts[$0.function].kind == .destructor }.flatMap { reading in
        reading.uses.filter { use in use.value.contains { $0.kind == .releases } }.keys
      })
    changing = Self.changing(in: readings, of: facts, claims)
    callees = ConversionPlan.callees(of: readings, in: facts)
    layouts = LayoutCache(threads: threads)
    for reading in readings {
      for fill in reading.fills { slots.join(fill.parameter, fill.place) }
    }
    refuseWhatIsNotProven()
    if let words { findHelpers(words, families, target) }
  }

  // MARK: What is not proven

  /// Locals of helper classes have no slots of their own: their numbers come after all slots.
  private func number(ofHelper id: ClaimSlotID) -> Int? {
    id.index < claims.slots.count ? nil : id.index - claims.slots.count
  }

  private var refusedCount: Int { raw.count + rawHelpers.count }

  private func span(of slot: ClaimSlotID) -> Span {
    number(ofHelper: slot).map { helpers[$0].span } ?? claims[slot].span
  }

  private func name(of slot: ClaimSlotID) -> String {
    guard let helper = number(ofHelper: slot).map({ helpers[$0] }) else {
      return SlotName(facts: facts).name(of: claims[slot])
    }
    return "\(facts[facts[helper.function].name])(\(facts[facts[helper.function].slots[helper.slot].name]))"
  }

  private func findHelpers(_ words: SmartPointerWords, _ families: Set<DisciplineID>, _ target: SmartPointer) {
    let conversion = HelperConversion(
      facts: facts, index: index, primitives: primitives, families: families, words: words, target: target,
      text: { self.sources.text(of: $0) })
    for reading in readings {
      let found = conversion.helpers(in: reading)
      for var one in found.converted {
        let id = ClaimSlotID(claims.slots.count + helpers.count)
        for index in one.changes.indices { one.changes[index].slots = [id] }
        helpers.append(one)
      }
      for one in found.left {
        helperRefusals.append(
          left(
            facts[reading.function].slots[one.slot].span, one.why,
            "\(facts[facts[reading.function].name])(\(facts[facts[reading.function].slots[one.slot].name]))"))
      }
    }
  }

  private func refuse(_ slot: ClaimSlotID, _ why: LeftRaw) {
    if let helper = number(ofHelper: slot) {
      if rawHelpers[helper] == nil { rawHelpers[helper] = why }
      return
    }
    guard let root = slots.groups[slot], raw[root] == nil else { return }
    raw[root] = why
  }

  private func refuseWhatIsNotProven() {
    var refusals: [(slot: ClaimSlotID, why: LeftRaw)] = []
    let released = ReleasedBeforeThrow(facts, claims, primitives)
    for reading in readings { refusals += reading.refusals + released.refusals(in: reading, facts) }
    refusals.sort { ($0.slot, $0.why.span.file, $0.why.span.begin) < ($1.slot, $1.why.span.file, $1.why.span.begin) }
    for one in refusals { refuse(one.slot, one.why) }
    let leftAtEnd = Set(readings.flatMap { $0.results.filter(\.value.isLeftAtEnd).keys })
    for slot in slots.groups.keys.sorted() where claims[slot].kind == .field {
      checkClass(of: slot, leftAtEnd: leftAtEnd)
    }
    checkMentions()
  }

  /// A field is released by its class's destructor, which has to be known.
  private func checkClass(of slot: ClaimSlotID, leftAtEnd: Set<ClaimSlotID>) {
    let record = facts[facts[claims[slot].field].record]
    let destructor = record.destructor
    let isImplicit = destructor.isNone || facts[destructor].flags.contains(.isImplicit)
    guard isImplicit || facts[destructor].body != nil else {
      return refuse(slot, LeftRaw(reason: "the destructor of its class was not read", span: claims[slot].span))
    }
    let isLeftAtEnd = isImplicit || leftAtEnd.contains(slot)
    if isLeftAtEnd, handedOut.contains(slot) {
      refuse(slot, LeftRaw(reason: "it is handed out, and no destructor gives it up", span: claims[slot].span))
    }
  }

  /// Each time that a name stands in its scope must be known, or be harmless: macros and what is not compiled hide uses.
  private func checkMentions() {
    let checker = MentionCheck(facts: facts, claims: claims, readings: readings)
    for slot in slots.groups.keys.sorted() {
      guard let root = slots.groups[slot], raw[root] == nil, !slots.ofContainers.contains(slot) else { continue }
      do throws(LeftRaw) {
        demands[slot] = try checker.demands(of: slot) { self.sources.text(of: $0) }
      } catch {
        refuse(slot, error)
      }
    }
  }

  // MARK: The plan

  /// - Parameter leavingOut: slots that turned out wrong, with the reason.
  /// - Parameter including: by path of a source: headers that it has to include for its smart pointers, by their paths.
  public func plan(
    leavingOut: [ClaimSlotID: String] = [:], including: [String: Set<String>] = [:]
  ) throws -> ConversionPlan {
    for (slot, reason) in leavingOut { refuse(slot, LeftRaw(reason: reason, span: span(of: slot))) }
    guard let words else {
      var plan = ConversionPlan()
      plan.refusedFiles = sources.refused
      return plan
    }
    while true {
      var draft = self.draft(words)
      let known = refusedCount
      for failure in draft.failures { refuse(failure.slot, failure.why) }
      if refusedCount > known { continue }
      draft.changes += LeftoverLines { self.sources.text(of: $0) }.changes(after: draft.changes)
      let (files, collisions) = compose(draft.changes)
      for slot in collisions {
        refuse(slot, LeftRaw(reason: "its expressions are tangled with another's", span: span(of: slot)))
      }
      if refusedCount > known { continue }
      return try finish(draft, files, including)
    }
  }

  private struct Draft {
    var changes: [TextChange] = []
    var failures: [(slot: ClaimSlotID, why: LeftRaw)] = []
    var remarks: [FlowWriter.Remark] = []
    var countsTaken = 0
  }

  private func isConverted(_ slot: ClaimSlotID) -> Bool {
    guard let root = slots.groups[slot] else { return false }
    return raw[root] == nil
  }

  private func isSetForLife(_ slot: ClaimSlotID) -> Bool {
    claims[slot].kind == .field && isConverted(slot) && !changing.contains(slot)
  }

  private static func changing(
    in readings: [FunctionReading], of facts: FactBase, _ claims: ClaimSet
  ) -> Set<ClaimSlotID> {
    var found: Set<ClaimSlotID> = []
    for reading in readings {
      let own = facts[reading.function]
      let isBeginningOrEnd = own.kind == .constructor || own.kind == .destructor
      for (slot, uses) in reading.uses where claims[slot].kind == .field {
        if isBeginningOrEnd, own.record == facts[claims[slot].field].record { continue }
        let transfers = reading.results[slot]?.transfers
        let isChanged = uses.contains { use in
          switch use.kind {
          case .takes, .takesBare, .clears, .releases: true
          case .gives: transfers?.contains(use.event) ?? true
          case .retains, .looks, .tests, .ends: false
          }
        }
        if isChanged { found.insert(slot) }
      }
    }
    return found
  }

  private func draft(_ words: SmartPointerWords) -> Draft {
    var draft = Draft()
    let text: (FileID) -> SourceText? = { self.sources.text(of: $0) }
    let declarations = DeclarationConversion(facts: facts, words: words)
    let files = facts.files.indices.map { FileID($0) }
    for (kind, slots) in containerKinds where slots.allSatisfy({ isConverted($0) }) {
      do throws(LeftRaw) {
        draft.changes += try containers.changes(of: kind, in: files, text: text, words: words, slots: slots)
      } catch {
        for slot in slots { draft.failures.append((slot, error)) }
      }
    }
    var shared: [Span: [Span: ClaimSlotID]] = [:]
    for slot in slots.groups.keys.sorted() where isConverted(slot) && !slots.ofContainers.contains(slot) {
      for name in ConvertibleSlots.names(of: claims[slot], in: facts) {
        do throws(LeftRaw) {
          guard let text = text(name.file) else { throw LeftRaw(reason: "its file is not to be changed", span: name) }
          draft.changes += CaseBraces(file: name.file, text: text).changes(
            for: slot, claims[slot], named: name, in: facts)
          if claims[slot].kind != .return, let layout = facts.layout.declaration(.variable, named: name),
            layout.flags.contains(.isGrouped), !layout.group.isNone
          {
            shared[layout.group, default: [:]][layout.name] = slot
            continue
          }
          draft.changes.append(try declarations.change(of: slot, claims[slot], named: name, in: text).change)
        } catch {
          draft.failures.append((slot, error))
        }
      }
    }
    for (group, slots) in shared {
      do throws(LeftRaw) {
        draft.changes += try declarations.changes(ofGroup: group, slots, text(group.file))
      } catch {
        for slot in slots.values { draft.failures.append((slot, error)) }
      }
    }
    for (slot, demands) in demands where isConverted(slot) { draft.changes += changes(by: demands, of: slot, words) }
    var changesOfInstantiations: [(function: FunctionID, changes: [TextChange])] = []
    for reading in readings {
      let writer = FlowWriter(
        facts: facts, claims: claims, index: index, primitives: primitives, reading: reading, words: words,
        isConverted: { self.isConverted($0) }, isSetForLife: { self.isSetForLife($0) },
        isNamedLater: { self.demands[$0]?.copied.contains($1) == true },
        isReleasedWithObject: { self.releasedWithObject.contains($0) }, text: text)
      draft.changes += writer.changes
      if facts[reading.function].flags.contains(.isInstantiation) {
        changesOfInstantiations.append((reading.function, writer.changes))
      }
      draft.failures += writer.failures
      draft.remarks += writer.remarks
      draft.countsTaken += writer.releasesTaken + writer.retainsTaken
    }
    for one in TemplateAgreement(facts: facts).disagreements(in: changesOfInstantiations) {
      draft.failures.append(one)
    }
    for (number, helper) in helpers.enumerated() where rawHelpers[number] == nil { draft.changes += helper.changes }
    draft.changes = DirectMoves(words: words, text: text).joined(draft.changes)
    draft.changes += DestructorCleanup(facts: facts, text: text).changes(after: draft.changes)
    return draft
  }

  private func changes(
    by demands: MentionCheck.Demands, of slot: ClaimSlotID, _ words: SmartPointerWords
  ) -> [TextChange] {
    func range(_ span: Span) -> Range<Int> { Int(span.begin)..<Int(span.end) }
    return demands.shown.map { span in
      TextChange(
        file: span.file, range: range(span), kind: .wrap(before: "", after: words.get, level: 0), slots: [slot])
    }
      + demands.renamed.map { one in
        let field = claims[one.keeper].word(in: facts)
        let name = one.isShown && isConverted(one.keeper) ? field + words.get : field
        return TextChange(
          file: one.span.file, range: range(one.span), kind: .replace(name), slots: [slot])
      }
  }

  private func compose(_ changes: [TextChange]) -> (files: [FileEdits], collisions: [ClaimSlotID]) {
    var files: [FileEdits] = []
    var collisions: [ClaimSlotID] = []
    for (file, own) in Dictionary(grouping: changes, by: \.file).sorted(by: { $0.key < $1.key }) {
      let composer = ChangeComposer(
        path: facts[facts[file].path], contentHash: facts[file].contentHash,
        name: { self.name(of: $0) })
      do {
        files.append(try composer.edits(of: own))
      } catch {
        collisions += error.slots
      }
    }
    return (files, collisions)
  }

  /// Sources that nothing else changes.
  private func filesWithIncludes(_ including: [String: Set<String>], besides files: [FileEdits]) -> [FileEdits] {
    let known = Set(files.map(\.path))
    return facts.files.indices.compactMap { number in
      let file = facts.files[number]
      guard including[facts[file.path]] != nil, !known.contains(facts[file.path]),
        sources.text(of: FileID(number)) != nil
      else { return nil }
      return FileEdits(path: facts[file.path], contentHash: file.contentHash)
    }
  }

  private func finish(
    _ draft: Draft, _ files: [FileEdits], _ including: [String: Set<String>]
  ) throws -> ConversionPlan {
    var plan = ConversionPlan()
    plan.refusedFiles = sources.refused
    plan.countsTaken = draft.countsTaken
    var edited: [(edits: FileEdits, original: [UInt8])] = []
    for var edits in files + filesWithIncludes(including, besides: files) {
      guard let bytes = sources.bytes(ofPath: edits.path) else { continue }
      let text = SourceText(bytes)
      if !edits.edits.isEmpty { try style.addInclude(to: &edits, text) }
      try style.addIncludes(of: including[edits.path] ?? [], to: &edits, text)
      plan.included[edits.path] = including[edits.path]
      if !edits.edits.isEmpty { edited.append((edits, bytes)) }
    }
    for (one, file) in zip(try layouts.laidOut(edited), edited) {
      plan.edits.set(one.result)
      plan.originals[file.edits.path] = file.original
      plan.lines[file.edits.path] = one.lines
    }
    try style.addHeaders(to: &plan)
    plan.containers = containerKinds.count { $0.slots.allSatisfy { isConverted($0) } }
    for slot in slots.groups.keys.sorted() {
      guard let root = slots.groups[slot] else { continue }
      if let why = raw[root] {
        plan.leftRaw.append(left(slot, why))
      } else {
        if !slots.ofContainers.contains(slot) { plan.converted[claims[slot].kind, default: 0] += 1 }
      }
    }
    plan.leftRaw += slots.refusals.map { left($0.slot, $0.why) }
    plan.leftRaw += helperRefusals
    for (number, helper) in helpers.enumerated() {
      let id = ClaimSlotID(claims.slots.count + number)
      if let why = rawHelpers[number] {
        plan.leftRaw.append(left(helper.span, why, name(of: id)))
      } else {
        plan.helpers += 1
      }
    }
    // A template's text is one place, however often it is instantiated.
    plan.leftRaw = Set(plan.leftRaw).sorted {
      ($0.path, $0.offset, $0.subject, $0.reason) < ($1.path, $1.offset, $1.subject, $1.reason)
    }
    plan.remarks = Set(draft.remarks).map { remark in
      let place = facts.location(of: remark.span)
      return LeftAlone(
        path: place?.path ?? "", offset: Int(remark.span.begin), line: place?.line ?? 0, column: place?.column ?? 0,
        subject: name(of: remark.slot), reason: remark.words)
    }
    plan.remarks.sort { ($0.path, $0.offset, $0.reason) < ($1.path, $1.offset, $1.reason) }
    note(&plan, draft)
    return plan
  }

  private func note(_ plan: inout ConversionPlan, _ draft: Draft) {
    for slot in slots.groups.keys where isConverted(slot) { plan.note(slot, claims[slot], in: facts) }
    for change in draft.changes { plan.note(change, in: facts) }
    for reading in readings { plan.note(reading, in: facts) { isConverted($0) } }
    plan.calleesOfFunction = callees
  }

  private func left(_ slot: ClaimSlotID, _ why: LeftRaw) -> LeftAlone { left(span(of: slot), why, name(of: slot)) }

  private func left(_ span: Span, _ why: LeftRaw, _ subject: String) -> LeftAlone {
    let place = facts.location(of: why.span.isNone ? span : why.span)
    return LeftAlone(
      path: place?.path ?? "", offset: Int(why.span.begin), line: place?.line ?? 0, column: place?.column ?? 0,
      subject: subject, reason: why.reason)
  }
}
