import Claims
import Disciplines
import Facts
import Foundation
import Frontend
import Synchronization

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
  /// Whether the user asked for this file.
  private let isWanted: @Sendable (String) -> Bool

  public init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, style: AnnotationStyle, policy: RewritePolicy,
    commands: [CompileCommand],
    isWanted: @escaping @Sendable (String) -> Bool = { _ in true }
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.style = style
    self.policy = policy
    self.commands = commands
    self.isWanted = isWanted
  }

  public func plan() throws -> AnnotationPlan {
    var plan = AnnotationPlan()
    let collected = TargetCollector(facts: facts, claims: claims)
    for target in collected.disputed where isWanted(path(of: target)) {
      plan.leftAlone.append(leftAlone(target, "it says different things for different uses of its template"))
    }
    var files: [(file: FileID, targets: [AnnotationTarget])] = []
    for target in collected.targets where isWanted(path(of: target)) {
      if files.last?.file == target.name.file {
        files[files.count - 1].targets.append(target)
      } else {
        files.append((target.name.file, [target]))
      }
    }
    // By file, for the few styles that have words for classes.
    var classes: [FileID: [(name: Span, text: String)]] = [:]
    for insertion in RecordWriter(facts: facts, index: index, style: style).insertions() {
      guard isWanted(facts[facts[insertion.name.file].path]) else { continue }
      classes[insertion.name.file, default: []].append(insertion)
      if !files.contains(where: { $0.file == insertion.name.file }) { files.append((insertion.name.file, [])) }
    }
    let records = classes
    let work = files
    // One file has nothing to do with another.
    let results = Mutex([FileResult?](repeating: nil, count: work.count))
    DispatchQueue.concurrentPerform(iterations: work.count) { number in
      let result = annotate(work[number].file, work[number].targets, records[work[number].file] ?? [])
      results.withLock { $0[number] = result }
    }
    for result in results.withLock({ $0 }).compactMap(\.self) {
      plan.leftAlone += result.leftAlone
      if let refusal = result.refusal { plan.refusedFiles.append((result.path, refusal)) }
      if let conflict = result.conflict { throw conflict }
      guard let edits = result.edits, !edits.edits.isEmpty else { continue }
      plan.edits.set(edits)
      plan.originals[edits.path] = result.original
      plan.written += result.written
    }
    for header in StyleHeader(style: style, commands: commands, policy: policy).missing(for: plan.edits) {
      plan.edits.set(header)
    }
    plan.questions = QuestionList(facts: facts, claims: claims).questions(in: isWanted)
    return plan
  }

  private struct FileResult: Sendable {
    var path: String
    var original: [UInt8] = []
    var edits: FileEdits?
    var written = 0
    var leftAlone: [LeftAlone] = []
    var refusal: String?
    var conflict: EditConflict?
  }

  private func annotate(
    _ id: FileID, _ targets: [AnnotationTarget], _ classes: [(name: Span, text: String)]
  ) -> FileResult {
    let file = facts[id]
    let path = facts[file.path]
    var result = FileResult(path: path)
    guard let data = FileManager.default.contents(atPath: path) else {
      result.refusal = "cannot be read"
      return result
    }
    result.original = [UInt8](data)
    if case .leftAlone(let reason) = policy.verdict(on: path, content: result.original) {
      result.refusal = reason
      return result
    }
    if style.form == .alias, path.hasSuffix(".c") {
      result.refusal = "it is C, which has no alias templates"
      return result
    }
    let hash = ContentHash.of(result.original)
    guard file.contentHash == hash else {
      result.refusal = "changed since it was analysed"
      return result
    }
    do {
      let text = SourceText(result.original)
      let writer = DeclarationWriter(style: style, text: text)
      let groups = GroupWriter(style: style, text: text)
      // Groups that were seen already, and whether they are written.
      var done: [Span: Bool] = [:]
      var exempt: [Range<Int>] = []
      var made: [(target: AnnotationTarget, edits: [Edit])] = []
      for target in targets {
        var outcome = outcome(of: target, writer)
        if style.form != .attribute, let members = group(of: target, among: targets), let first = members.first {
          if let isWritten = done[first.layout.name] {
            if isWritten, !style.spelling(of: target.ownership, at: .variable).isEmpty { result.written += 1 }
            continue
          }
          outcome = groups.write(members)
          if case .edits = outcome { done[first.layout.name] = true } else { done[first.layout.name] = false }
          exempt.append(Int(first.layout.group.begin)..<Int(first.layout.group.end))
        }
        switch outcome {
        case .unchanged: continue
        case .leftAlone(let reason): result.leftAlone.append(leftAlone(target, reason))
        case .edits(let new):
          made.append((target, new))
          result.written += 1
        }
      }
      let words = classes.filter { !text.hasText($0.text, at: Int($0.name.begin) - $0.text.utf8.count) }
      result.written += words.count
      let reversible = ReversibleLayout(
        style: style, path: path, original: result.original, layout: style.layout(ofFileAt: path))
      while true {
        var edits = FileEdits(path: path, contentHash: hash)
        for edit in made.flatMap(\.edits) { try edits.add(edit) }
        for (name, words) in words {
          let place = Int(name.begin)..<Int(name.begin)
          try edits.add(
            Edit(range: place, replacement: words, author: text[place.lowerBound..<Int(name.end)]))
        }
        if edits.edits.isEmpty { break }
        try addInclude(to: &edits, text)
        let (laidOut, stubborn) = try reversible.laidOut(edits, exempt: exempt)
        guard let stubborn, let index = made.firstIndex(where: { $0.edits.contains(stubborn) }) else {
          result.edits = laidOut
          break
        }
        let target = made.remove(at: index).target
        result.written -= 1
        result.leftAlone.append(leftAlone(target, "its line could not be laid out again as it is"))
      }
    } catch {
      result.conflict = error
    }
    return result
  }

  private func outcome(of target: AnnotationTarget, _ writer: DeclarationWriter) -> DeclarationWriter.Outcome {
    // Units that read the text differently, by another meaning of a macro beside the type, may ask for the same edits still.
    let outcomes = Set(
      facts.layout.declarations(target.part, named: target.name).map {
        writer.write(target, $0, author: subject(of: target))
      })
    guard let outcome = outcomes.first else {
      return .leftAlone(reason: "its text is not known: it may come out of a macro")
    }
    return outcomes.count == 1 ? outcome : .leftAlone(reason: "units read its text differently")
  }

  /// All declarators that share their type with a target, with what is claimed of each; `nil` where there are no others.
  private func group(of target: AnnotationTarget, among targets: [AnnotationTarget]) -> [GroupWriter.Member]? {
    guard let layout = facts.layout.declarations(target.part, named: target.name).first else { return nil }
    let members = facts.layout.members(ofGroupOf: layout)
    if members.isEmpty { return nil }
    return members.map { member in
      let claimed = targets.first { $0.part == target.part && $0.name.begin == member.name.begin }
      return GroupWriter.Member(
        layout: member, ownership: claimed?.ownership, author: claimed.map { subject(of: $0) } ?? "")
    }
  }

  private func addInclude(to edits: inout FileEdits, _ text: SourceText) throws(EditConflict) {
    guard let include = style.include, StyleHeader.mayInclude(edits.path, commands: commands) else { return }
    try IncludeLine.add(include.name, isAngled: include.isAngled, to: &edits, text)
  }

  // MARK: Words

  private func path(of target: AnnotationTarget) -> String { facts[facts[target.name.file].path] }

  private func subject(of target: AnnotationTarget) -> String {
    SlotName(facts: facts).name(of: claims[target.slot])
  }

  private func leftAlone(_ target: AnnotationTarget, _ reason: String) -> LeftAlone {
    let place = facts.location(of: target.name)
    return LeftAlone(
      path: place?.path ?? "", offset: Int(target.name.begin), line: place?.line ?? 0, column: place?.column ?? 0,
      subject: subject(of: target), reason: reason)
  }
}
