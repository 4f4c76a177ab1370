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
    for header in StyleHeader(style: style, commands: commands, root: policy.root).missing(for: plan.edits) {
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
      var edits = FileEdits(path: path, contentHash: hash)
      let text = SourceText(result.original)
      let writer = DeclarationWriter(style: style, text: text)
      let groups = GroupWriter(style: style, text: text)
      var done: Set<Span> = []
      var exempt: [Range<Int>] = []
      for target in targets {
        var outcome = outcome(of: target, writer)
        if style.form != .attribute, let members = group(of: target, among: targets), let first = members.first {
          guard done.insert(first.layout.name).inserted else {
            result.written += 1
            continue
          }
          outcome = groups.write(members)
          exempt.append(Int(first.layout.group.begin)..<Int(first.layout.group.end))
        }
        switch outcome {
        case .unchanged: continue
        case .leftAlone(let reason): result.leftAlone.append(leftAlone(target, reason))
        case .edits(let new):
          for edit in new { try edits.add(edit) }
          result.written += 1
        }
      }
      for (name, words) in classes where !text.hasText(words, at: Int(name.begin) - words.utf8.count) {
        try edits.add(
          Edit(
            range: Int(name.begin)..<Int(name.begin), replacement: words, author: text[Int(name.begin)..<Int(name.end)])
        )
        result.written += 1
      }
      if !edits.edits.isEmpty { try addInclude(to: &edits, text) }
      result.edits = try laidOut(edits, original: result.original, exempt: exempt)
    } catch {
      result.conflict = error
    }
    return result
  }

  /// Laid out as the repository asks, unless what is taken out again would not be the text of today.
  private func laidOut(
    _ edits: FileEdits, original: [UInt8], exempt: [Range<Int>]
  ) throws(EditConflict) -> FileEdits {
    guard let layout = CodeStyle.of(fileAt: edits.path) else { return edits }
    let pretty = try Reformatting.laidOut(edits, original: original, style: layout, exempt: exempt)
    guard pretty != edits, let made = pretty.applied(to: original) else { return edits }
    let back = try Stripper(style: style).edits(of: made, path: edits.path, layout: layout)
    return back.applied(to: made) == original ? pretty : edits
  }

  private func outcome(of target: AnnotationTarget, _ writer: DeclarationWriter) -> DeclarationWriter.Outcome {
    let layouts = facts.layout.declarations(target.part, named: target.name)
    guard let layout = layouts.first else {
      return .leftAlone(reason: "its text is not known: it may come out of a macro")
    }
    guard layouts.count == 1 else { return .leftAlone(reason: "units read its text differently") }
    return writer.write(target, layout, author: subject(of: target))
  }

  /// All declarators that share their type with a target, with what is claimed of each; `nil` where there are no others.
  private func group(of target: AnnotationTarget, among targets: [AnnotationTarget]) -> [GroupWriter.Member]? {
    let layouts = facts.layout.declarations(target.part, named: target.name)
    guard let layout = layouts.first, layout.flags.contains(.isGrouped), !layout.group.isNone else { return nil }
    let all = facts.layout.declarations
    func isMember(_ index: Int) -> Bool { all[index].part == target.part && all[index].group == layout.group }
    var (first, end) = (layouts.startIndex, layouts.startIndex)
    // A declarator that is no member, a function's parameters for one, may stand between them.
    while first > 0, all[first - 1].name.file == layout.group.file, all[first - 1].name.begin >= layout.group.begin {
      first -= 1
    }
    while end < all.count, all[end].name.file == layout.group.file, all[end].name.begin < layout.group.end { end += 1 }
    return (first..<end).filter(isMember).map { index in
      let claimed = targets.first { $0.part == target.part && $0.name.begin == all[index].name.begin }
      return GroupWriter.Member(
        layout: all[index], ownership: claimed?.ownership, author: claimed.map { subject(of: $0) } ?? "")
    }
  }

  private func addInclude(to edits: inout FileEdits, _ text: SourceText) throws(EditConflict) {
    guard let include = style.include, StyleHeader.mayInclude(edits.path, commands: commands) else { return }
    let layout = CodeStyle.of(fileAt: edits.path) ?? .unstated
    guard
      let line = layout.include(include.name, isAngled: include.isAngled, in: text.bytes, path: edits.path)
    else { return }
    // Between a blank line and code it wants another blank line, which goes with it again.
    let next = text.byte(at: line.range.upperBound)
    let standsAlone =
      IncludeLine.isAfterBlankLine(line.range.lowerBound, in: text) && next != UInt8(ascii: "\n")
      && next != UInt8(ascii: "\r") && next != UInt8(ascii: "#") && next != nil
    try edits.insert(
      line.text + (standsAlone ? "\n" : ""), before: line.range.lowerBound, author: "#include of \(include.name)")
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
