import Claims
import Disciplines
import Facts
import Foundation
import Frontend

/// Plans the annotation of a program: from claims to edits, file by file.
///
/// Nothing is written, and nothing but the files to edit is read.
public struct AnnotationPlanner: Sendable {
  private let facts: FactBase
  private let claims: ClaimSet
  private let index: DisciplineIndex
  private let style: AnnotationStyle
  private let policy: RewritePolicy
  private let commands: [CompileCommand]
  private let threads: Int
  /// Whether the user asked for this file.
  private let isWanted: @Sendable (String) -> Bool

  public init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, style: AnnotationStyle, policy: RewritePolicy,
    commands: [CompileCommand], threads: Int,
    isWanted: @escaping @Sendable (String) -> Bool = { _ in true }
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.style = style
    self.policy = policy
    self.commands = commands
    self.threads = threads
    self.isWanted = isWanted
  }

  public func plan() throws -> AnnotationPlan {
    var plan = AnnotationPlan()
    let decider = FileDecider(facts: facts, claims: claims, style: style)
    let collected = TargetCollector(facts: facts, claims: claims)
    plan.leftAlone = collected.disputed.filter { isWanted(path(of: $0.name.file)) }
      .map { decider.leftAlone($0, "it says different things for different uses of its template") }
    let files = work(collected.targets)
    // One file has nothing to do with another.
    let results = inParallel(files.count, threads: threads) { annotate(files[$0], decider) }
    for (work, result) in zip(files, results) {
      switch result {
      case .refused(let reason): plan.refusedFiles.append((path(of: work.file), reason))
      case .conflict(let conflict): throw conflict
      case .annotated(let annotated):
        plan.leftAlone += annotated.leftAlone
        guard let edits = annotated.edits, !edits.edits.isEmpty else { continue }
        plan.edits.set(edits)
        plan.originals[edits.path] = annotated.original
        plan.written += annotated.written
      }
    }
    for header in StyleHeader(style: style, commands: commands, policy: policy).missing(for: plan.edits) {
      plan.edits.set(header)
    }
    plan.questions = QuestionList(facts: facts, claims: claims).questions(in: isWanted)
    return plan
  }

  /// What is to be written into one file.
  private struct Work: Sendable {
    var file: FileID
    var targets: [AnnotationTarget] = []
    /// For the few styles that have words for classes.
    var classes: [(name: Span, text: String)] = []
  }

  private func work(_ targets: [AnnotationTarget]) -> [Work] {
    var found: [Work] = []
    var indices: [FileID: Int] = [:]
    func index(of file: FileID) -> Int? {
      guard isWanted(path(of: file)) else { return nil }
      if let known = indices[file] { return known }
      indices[file] = found.count
      found.append(Work(file: file))
      return found.count - 1
    }
    for target in targets {
      if let index = index(of: target.name.file) { found[index].targets.append(target) }
    }
    for insertion in RecordWriter(facts: facts, index: self.index, style: style).insertions() {
      if let index = index(of: insertion.name.file) { found[index].classes.append(insertion) }
    }
    return found
  }

  private enum Result: Sendable {
    case annotated(Annotated)
    case refused(reason: String)
    case conflict(EditConflict)
  }

  private struct Annotated: Sendable {
    var original: [UInt8]
    /// Laid out; `nil` where there is nothing to write.
    var edits: FileEdits?
    var written = 0
    var leftAlone: [LeftAlone]
  }

  private func annotate(_ work: Work, _ decider: FileDecider) -> Result {
    let path = path(of: work.file)
    switch AnnotationSource(facts[work.file], path: path, style: style, policy: policy) {
    case .refused(let reason): return .refused(reason: reason)
    case .text(let text, let hash):
      do throws(EditConflict) {
        return .annotated(try layOut(decider.decisions(on: work.targets, in: text), work, text, hash, decider))
      } catch {
        return .conflict(error)
      }
    }
  }

  private func layOut(
    _ decisions: FileDecisions, _ work: Work, _ text: SourceText, _ hash: UInt64, _ decider: FileDecider
  ) throws(EditConflict) -> Annotated {
    let path = path(of: work.file)
    var annotated = Annotated(original: text.bytes, leftAlone: decisions.leftAlone)
    let classes = work.classes.filter { !text.hasText($0.text, at: Int($0.name.begin) - $0.text.utf8.count) }
    let reversible = ReversibleLayout(
      style: style, path: path, original: text.bytes, layout: style.layout(ofFileAt: path))
    var changes = decisions.changes
    while true {
      var edits = FileEdits(path: path, contentHash: hash)
      for edit in changes.flatMap(\.edits) { try edits.add(edit) }
      for (name, words) in classes {
        let place = Int(name.begin)..<Int(name.begin)
        try edits.add(Edit(range: place, replacement: words, author: text[place.lowerBound..<Int(name.end)]))
      }
      if edits.edits.isEmpty { break }
      try addInclude(to: &edits, work, text)
      let (laidOut, stubborn) = try reversible.laidOut(edits, exempt: decisions.groups)
      guard let stubborn, let index = change(nearest: stubborn, among: changes) else {
        annotated.edits = laidOut
        break
      }
      annotated.leftAlone += changes.remove(at: index).targets.prefix(1)
        .map { decider.leftAlone($0, "its line could not be laid out again as it is") }
    }
    annotated.written = changes.reduce(classes.count) { $0 + $1.targets.count }
    return annotated
  }

  /// The change that an edit belongs to; of an `#include` or a class's words the one that stands next to it.
  private func change(nearest edit: Edit, among changes: [FileDecisions.Change]) -> Int? {
    func distance(_ change: FileDecisions.Change) -> Int {
      change.edits.map { $0 == edit ? -1 : abs($0.range.lowerBound - edit.range.lowerBound) }.min() ?? .max
    }
    return changes.indices.min { distance(changes[$0]) < distance(changes[$1]) }
  }

  private func addInclude(
    to edits: inout FileEdits, _ work: Work, _ text: SourceText
  ) throws(EditConflict) {
    guard let include = style.include else { return }
    guard StyleHeader.mayInclude(edits.path, commands: commands) || work.targets.allSatisfy({ standsByItself($0) })
    else { return }
    try IncludeLine.add(include.name, isAngled: include.isAngled, to: &edits, text)
  }

  /// A header without a guard is no list that is pasted into a class or a function if its declarations are in none of another file.
  private func standsByItself(_ target: AnnotationTarget) -> Bool {
    let slot = claims[target.slot]
    func isHere(_ record: RecordID) -> Bool { record.isNone || facts[record].span.file == target.name.file }
    switch slot.kind {
    case .return, .param, .outParam: return isHere(facts[slot.function].record)
    case .local: return facts[slot.function].span.file == target.name.file
    case .field: return isHere(facts[slot.field].record)
    case .element, .global: return slot.field.isNone || isHere(facts[slot.field].record)
    }
  }

  private func path(of file: FileID) -> String { facts[facts[file].path] }
}
