import Claims
import Disciplines
import Facts
import Foundation
import Frontend

/// Plans to put smart pointers in the place of locals that own what they refer to.
///
/// A local is converted when every path of its function proves that the smart pointer changes no count; its borders to raw
/// code are written out: what comes in is adopted, what goes out is detached, what is only shown is got.
public struct ConversionPlanner {
  private let facts: FactBase
  private let claims: ClaimSet
  private let index: DisciplineIndex
  private let target: SmartPointer
  private let conversion: SmartPointer.Conversion
  private let policy: RewritePolicy
  private let commands: [CompileCommand]
  private let isWanted: (String) -> Bool

  public init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, target: SmartPointer,
    conversion: SmartPointer.Conversion, policy: RewritePolicy, commands: [CompileCommand],
    isWanted: @escaping (String) -> Bool = { _ in true }
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.target = target
    self.conversion = conversion
    self.policy = policy
    self.commands = commands
    self.isWanted = isWanted
  }

  private struct Candidate {
    var function: FunctionID
    var slot: SlotID
    var name: Span
  }

  /// - Parameter leavingOut: functions in which nothing is to be converted, with the reason.
  public func plan(leavingOut: [ConvertedFunction: String] = [:]) throws -> ConversionPlan {
    var plan = ConversionPlan()
    var refused: Set<String> = []
    for (path, candidates) in candidatesByFile() {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let bytes = [UInt8](data)
      let file = facts[candidates[0].name.file]
      var refusal: String?
      if case .leftAlone(let reason) = policy.verdict(on: path, content: bytes) { refusal = reason }
      if file.contentHash != ContentHash.of(bytes) { refusal = "changed since it was analysed" }
      if let refusal {
        if refused.insert(path).inserted { plan.refusedFiles.append((path, refusal)) }
        continue
      }
      var edits = FileEdits(path: path, contentHash: file.contentHash)
      let text = SourceText(bytes)
      for candidate in candidates {
        let function = ConvertedFunction(name: facts[facts[candidate.function].name], path: path)
        do throws(LeftRaw) {
          if let reason = leavingOut[function] { throw LeftRaw(reason: reason, span: candidate.name) }
          let new = try convert(candidate, text)
          // All of a local's edits, or none of them.
          var attempt = edits
          do {
            for edit in new { try attempt.add(edit) }
          } catch {
            throw LeftRaw(reason: "its expressions are tangled with another local's", span: candidate.name)
          }
          edits = attempt
          plan.converted += 1
          plan.functions.insert(function)
        } catch {
          plan.leftRaw.append(leftRaw(candidate, error))
        }
      }
      guard !edits.edits.isEmpty else { continue }
      try addInclude(to: &edits, text)
      plan.edits.set(try Reformatting.laidOut(edits, original: bytes, style: CodeStyle.of(fileAt: path)))
      plan.originals[path] = bytes
    }
    addHeaders(to: &plan)
    return plan
  }

  // MARK: Which locals

  private func candidatesByFile() -> [(String, [Candidate])] {
    let counted = CountingHeader(facts: facts, index: index)
    let families = Set(counted.families.map { index.disciplineOfRecord[$0.record.index] })
    var found: [String: [Candidate]] = [:]
    for id in claims.listed where claims.claim(of: id) == .owner {
      let slot = claims[id]
      guard slot.kind == .local, !slot.span.isNone else { continue }
      let function = facts[slot.function]
      guard function.body != nil, function.flags.isDisjoint(with: [.isInstantiation, .hasErrors, .isImplicit]),
        function.kind != .closure, facts[slot.type].kind == .pointer,
        let discipline = index.discipline(pointedToBy: slot.type, in: facts), index[discipline].kind == .counted,
        families.contains(discipline)
      else { continue }
      let path = facts[facts[slot.span.file].path]
      guard isWanted(path), !facts[slot.span.file].isSystem, !path.hasSuffix(".c") else { continue }
      found[path, default: []].append(Candidate(function: slot.function, slot: slot.slot, name: slot.span))
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted { $0.name.begin < $1.name.begin }) }
  }

  private func convert(_ candidate: Candidate, _ text: SourceText) throws(LeftRaw) -> [Edit] {
    let function = facts[candidate.function]
    guard let body = function.body else { throw LeftRaw(reason: "its function has no body", span: candidate.name) }
    guard let layout = facts.layout.declaration(.variable, named: candidate.name) else {
      throw LeftRaw(reason: "its text is not known: it may come out of a macro", span: candidate.name)
    }
    guard let detach = target.detaching.last else {
      throw LeftRaw(reason: "the smart pointer cannot hand its reference on", span: candidate.name)
    }
    let uses = try LocalUseReader(
      facts: facts, claims: claims, index: index, function: candidate.function, body: body
    ).uses(of: candidate.slot)
    let flow = LocalFlow(body: body, slot: candidate.slot, uses: uses)
    try flow.prove(name: candidate.name)
    let name = facts[function.slots[candidate.slot].name]
    return try LocalConversion(
      facts: facts, text: text, conversion: conversion, detach: detach, author: "\(facts[function.name])(\(name))"
    ).edits(name: name, layout: layout, uses: uses, flow: flow)
  }

  // MARK: Headers

  private var style: AnnotationStyle {
    let isOwn = conversion.header == BuiltIn.refHeader.name
    return AnnotationStyle(
      form: .alias, owner: conversion.type, pointer: "", leaked: "",
      header: isOwn ? CountingHeader.name : conversion.header,
      definition: isOwn ? CountingHeader(facts: facts, index: index).text : "")
  }

  private func addInclude(to edits: inout FileEdits, _ text: SourceText) throws(EditConflict) {
    guard let include = style.include, StyleHeader.mayInclude(edits.path, commands: commands) else { return }
    let layout = CodeStyle.of(fileAt: edits.path) ?? .unstated
    guard let line = layout.include(include.name, isAngled: include.isAngled, in: text.bytes, path: edits.path) else {
      return
    }
    try edits.insert(line.text, before: line.range.lowerBound, author: "#include of \(include.name)")
  }

  /// Deed's own smart pointer goes where the program finds no other one of that name.
  private func addHeaders(to plan: inout ConversionPlan) {
    guard conversion.header == BuiltIn.refHeader.name, !plan.edits.isEmpty else { return }
    let edited = plan.edits
    for (name, text) in [(CountingHeader.name, style.definition), (BuiltIn.refHeader.name, BuiltIn.refHeader.text)] {
      var style = style
      style.header = name
      style.definition = text
      let headers = StyleHeader(style: style, commands: commands, root: policy.root)
      for header in headers.missing(for: edited) { plan.edits.set(header) }
    }
  }

  private func leftRaw(_ candidate: Candidate, _ error: LeftRaw) -> LeftAlone {
    let place = facts.location(of: error.span.isNone ? candidate.name : error.span)
    let function = facts[candidate.function]
    let name = facts[function.slots[candidate.slot].name]
    return LeftAlone(
      path: place?.path ?? "", offset: Int(candidate.name.begin), line: place?.line ?? 0, column: place?.column ?? 0,
      subject: "\(facts[function.name])(\(name))", reason: error.reason)
  }
}
