import Checking
import Claims
import Disciplines
import Facts
import Frontend

/// Reads a converted program again: it must have no new error, and nothing must be found in it that was not found before.
public struct ConversionProof: Sendable {
  private let commands: [CompileCommand]
  private let options: ReadOptions
  private let stated: [Discipline]
  private let claims: FormerClaims

  public init(commands: [CompileCommand], options: ReadOptions, stated: [Discipline], claims: FormerClaims) {
    self.commands = commands
    self.options = options
    self.stated = stated
    self.claims = claims
  }

  /// What speaks against a plan.
  public enum Objection: Hashable, Sendable {
    /// The compiler does not take it.
    case error(path: String, line: Int, message: String)
    case finding(function: String, path: String, line: Int, message: String)

    public var words: String {
      switch self {
      case .error(let path, let line, let message): "\(path):\(line): \(message)"
      case .finding(let function, let path, let line, let message): "\(path):\(line): \(function): \(message)"
      }
    }
  }

  public struct Baseline: Sendable {
    var errors: Set<UnitDiagnostic>
    var findings: [String: Int]

    public init(diagnostics: [UnitDiagnostic], findings: [Finding]) {
      errors = Set(diagnostics)
      self.findings = Dictionary(grouping: findings, by: ConversionProof.key).mapValues(\.count)
    }
  }

  /// Of a finding, whatever its place: what a rewrite moves is not new.
  private static func key(of finding: Finding) -> String {
    "\(finding.rule) \(finding.function) \(finding.location.file)"
  }

  /// How many units with errors are looked at closely at a time: one header makes many fail alike.
  private static let unitsLookedAt = 24

  /// What a whole reading comes to.
  public struct Verdict: Sendable {
    public var objections: [Objection] = []
    /// The numbers of some units that do not compile: the first to be read again with the next plan.
    public var failing: [Int] = []
  }

  /// Everything is read again, and where all of it compiles, checked.
  public func verdict(
    on plan: ConversionPlan, baseline: Baseline,
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in }
  ) throws -> Verdict {
    var options = options
    options.texts = texts(of: plan)
    options.fingerprinting = nil
    options.recordsLayout = false
    let after = read(commands, options: options, progress: progress)
    var failing: [Int] = []
    var seen: Set<UnitDiagnostic> = []
    for (number, first) in zip(after.unitsWithErrors, after.diagnostics) where !baseline.errors.contains(first) {
      if seen.insert(first).inserted, failing.count < Self.unitsLookedAt { failing.append(number) }
    }
    if !failing.isEmpty {
      return Verdict(objections: errors(in: failing, of: plan, baseline: baseline), failing: failing)
    }
    let index = DisciplineResolver(stated + (try Discovery.disciplines(in: after.facts))).resolve(after.facts)
    let findings = Checker(facts: after.facts, disciplines: index, threads: options.threads)
      .check(answer: claims.answer(in: after.facts)).findings
    var counts: [String: Int] = [:]
    var verdict = Verdict()
    // The smart pointer's own text counts by hand what it is there to count.
    let brought = brought(by: plan)
    for finding in findings where !brought.contains(finding.location.file) {
      // A function that uses nothing converted counts as it did: only that an object ends earlier can be new to it.
      if plan.slotsOfFunction[finding.function] == nil,
        finding.severity == .note || ![.overRelease, .useAfterRelease].contains(finding.kind)
      {
        continue
      }
      let key = Self.key(of: finding)
      counts[key, default: 0] += 1
      if counts[key, default: 0] > baseline.findings[key, default: 0] {
        verdict.objections.append(
          .finding(
            function: finding.function, path: finding.location.file, line: finding.location.line,
            message: finding.message))
      }
    }
    return verdict
  }

  /// All errors of some units. An error in the smart pointer's own text is the fault of who uses it so.
  public func errors(in units: [Int], of plan: ConversionPlan, baseline: Baseline) -> [Objection] {
    let edited = texts(of: plan)
    let brought = brought(by: plan)
    let found = inParallel(units.count, threads: options.threads) {
      Frontend.errors(of: commands[units[$0]], with: edited)
    }
    var objections: [Objection] = []
    for all in found {
      var message = ""
      for one in all where !baseline.errors.contains(one) {
        if !one.message.hasPrefix("in instantiation of") { message = one.message }
        if brought.contains(one.file), all.count > 1 { continue }
        objections.append(.error(path: one.file, line: one.line, message: message))
      }
    }
    return objections
  }

  private func texts(of plan: ConversionPlan) -> FileTexts {
    var texts: [String: [UInt8]] = [:]
    for file in plan.edits.sorted where file.change != .removed {
      texts[file.path] = file.applied(to: plan.originals[file.path] ?? [])
    }
    return FileTexts(texts)
  }

  private func brought(by plan: ConversionPlan) -> Set<String> {
    Set(plan.edits.sorted.filter { $0.change == .created }.map(\.path))
  }
}

extension ConversionPlan {
  /// The slots that an objection is about, each with what is to be said of it; all of a file where it cannot be told.
  public func slots(meantBy objection: ConversionProof.Objection) -> [(ClaimSlotID, String)] {
    let (path, line, reason): (String, Int, String)
    var named: Set<ClaimSlotID> = []
    switch objection {
    case .error(let place, let number, let message):
      (path, line, reason) = (place, number, "the compiler would say: \(message)")
    case .finding(let function, let place, let number, let message):
      (path, line, reason) = (place, number, "'deed check' would say: \(message)")
      named = slotsOfFunction[function] ?? []
    }
    var meant = mentions(path, line)
    if meant.isEmpty { meant = named }
    // Text that no fact speaks of, a template that nothing is made of for one, says itself what it uses.
    if meant.isEmpty, case .error = objection { meant = words(path, line) }
    if meant.isEmpty { meant = Set(mentions[path]?.map(\.slot) ?? []) }
    if meant.isEmpty, case .finding(let function, _, _, _) = objection { meant = slots(calledFrom: function) }
    return meant.sorted().map { ($0, reason) }
  }

  /// Where nothing is converted in a function, what is found there comes of what it calls: the nearest that is converted.
  private func slots(calledFrom function: String) -> Set<ClaimSlotID> {
    var seen: Set<String> = [function]
    var level = [function]
    for _ in 0..<4 {
      let called = Set(level.flatMap { calleesOfFunction[$0] ?? [] }).subtracting(seen)
      let found = called.reduce(into: Set<ClaimSlotID>()) { $0.formUnion(slotsOfFunction[$1] ?? []) }
      if !found.isEmpty { return found }
      seen.formUnion(called)
      level = Array(called)
    }
    return []
  }

  private func words(_ path: String, _ line: Int) -> Set<ClaimSlotID> {
    guard let text = originals[path].map({ SourceText($0) }), let range = lines[path]?.original(ofLine: line) else {
      return []
    }
    var found: Set<ClaimSlotID> = []
    var offset = range.lowerBound
    while offset < min(range.upperBound, text.bytes.count) {
      var end = offset
      while end < text.bytes.count, SourceText.isWord(text.bytes[end]) { end += 1 }
      found.formUnion(slotsOfWord[text[offset..<end]] ?? [])
      offset = max(end, offset + 1)
    }
    return found
  }

  private func mentions(_ path: String, _ line: Int) -> Set<ClaimSlotID> {
    guard let all = mentions[path] else { return [] }
    // A file without edits is as it was.
    for distance in 0...2 {
      var found: Set<ClaimSlotID> = []
      for number in line - distance...line + distance {
        guard let range = lines[path]?.original(ofLine: number) else { continue }
        for one in all where range.contains(one.offset) { found.insert(one.slot) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }
}
