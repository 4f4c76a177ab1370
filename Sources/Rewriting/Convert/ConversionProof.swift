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
  private let includes: UnitIncludes
  private let definitions: CountedDefinitions
  private let extent: Extent

  /// How much of a program a proof is about.
  private enum Extent {
    case all
    /// The units that a plan is about: they are read as they are too, for what is found in them then.
    case part
    /// All of it, where a part was checked already: only whether it compiles is asked.
    case rest
  }

  public init(
    commands: [CompileCommand], options: ReadOptions, stated: [Discipline], claims: FormerClaims,
    definitions: CountedDefinitions
  ) {
    self.init(commands, options, stated, claims, definitions, .all)
  }

  private init(
    _ commands: [CompileCommand], _ options: ReadOptions, _ stated: [Discipline], _ claims: FormerClaims,
    _ definitions: CountedDefinitions, _ extent: Extent
  ) {
    self.extent = extent
    self.definitions = definitions
    includes = UnitIncludes(of: commands)
    self.commands = commands
    self.options = options
    self.stated = stated
    self.claims = claims
  }

  /// What speaks against a plan.
  public enum Objection: Hashable, Sendable {
    /// The compiler does not take it.
    case error(path: String, line: Int, message: String)
    /// - Parameter through: the functions that its path names.
    case finding(function: String, path: String, line: Int, message: String, through: [String])

    public var words: String {
      switch self {
      case .error(let path, let line, let message): "\(path):\(line): \(message)"
      case .finding(let function, let path, let line, let message, _): "\(path):\(line): \(function): \(message)"
      }
    }
  }

  public struct Baseline: Sendable {
    /// The first error of each unit that has any.
    var errors: [UnitDiagnostic]
    var findings: [String: Int]
    /// The functions that were not checked to their end: that nothing was found in them says nothing.
    var unchecked: Set<String>
    var passed: PassedReferences?

    /// For who only asks whether it compiles.
    public init(diagnostics: [UnitDiagnostic]) {
      errors = diagnostics
      findings = [:]
      unchecked = []
    }

    /// - Parameter checker: of the program as it is.
    public init(diagnostics: [UnitDiagnostic], checker: Checker, answer: ((ClaimSlot) -> Ownership?)?) {
      let (report, effects) = checker.checkWithEffects(answer: answer)
      errors = diagnostics
      findings = Dictionary(grouping: report.findings, by: ConversionProof.key).mapValues(\.count)
      unchecked = Set(report.incomplete.map(\.function))
      passed = PassedReferences(checker.facts, effects)
    }
  }

  /// In what order a plan is asked about: where it is about few units of many, these come first, and what they let pass is only to
  /// compile with the rest. What a function hands out and takes is what it was, so that nobody who uses nothing converted is concerned.
  func stages(for plan: ConversionPlan) -> [ConversionProof] {
    let concerned = units(concernedBy: plan)
    guard concerned.count * 2 < commands.count else { return [self] }
    return [
      ConversionProof(concerned.map { commands[$0] }, options, stated, claims, definitions, .part),
      ConversionProof(commands, options, stated, claims, definitions, .rest),
    ]
  }

  /// Those whose sources use what is converted, and for each header that does one that includes it.
  private func units(concernedBy plan: ConversionPlan) -> [Int] {
    var open = Set(plan.originals.keys).union(plan.mentions.keys)
    var concerned: Set<Int> = []
    for (unit, command) in commands.enumerated() where open.contains(command.file) { concerned.insert(unit) }
    for unit in concerned { open.subtract(includes.files(of: unit)) }
    for unit in commands.indices where !open.isEmpty && !open.isDisjoint(with: includes.files(of: unit)) {
      concerned.insert(unit)
      open.subtract(includes.files(of: unit))
    }
    return concerned.sorted()
  }

  /// Whether more is asked than whether it compiles.
  var isChecked: Bool { extent != .rest }

  /// What is wrong with the units as they are; `nil` where whoever read the program knows.
  func baseline(
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in }
  ) throws -> Baseline? {
    switch extent {
    case .all, .rest: return nil
    case .part:
      var options = options
      options.recordsLayout = false
      options.fingerprinting = nil
      let before = read(commands, options: options, progress: progress)
      return Baseline(
        diagnostics: before.diagnostics, checker: try checker(of: before.facts, by: index(of: before.facts)),
        answer: claims.answer(in: before.facts))
    }
  }

  private func index(of facts: FactBase) throws -> DisciplineIndex {
    DisciplineResolver(stated + (try Discovery.disciplines(in: facts, knowing: stated))).resolve(facts)
  }

  private func checker(of facts: FactBase, by index: DisciplineIndex) -> Checker {
    Checker(facts: facts, disciplines: index, threads: options.threads)
  }

  /// Of a finding, whatever its place: what a rewrite moves is not new.
  private static func key(of finding: Finding) -> String {
    let what = isAfterEnd(finding) ? "after the end of \(variable(of: finding))" : finding.rule
    return "\(what) \(finding.function) \(finding.location.file)"
  }

  /// That an object is used or released after its end: where a smart pointer takes it over then, the one becomes the other.
  private static func isAfterEnd(_ finding: Finding) -> Bool {
    finding.kind == .overRelease || finding.kind == .useAfterRelease
  }

  private static func variable(of finding: Finding) -> String { quoted(in: [finding.message]).first ?? "" }

  private static func isKnown(_ finding: Finding, among counts: [String: Int], _ baseline: Baseline) -> Bool {
    let key = key(of: finding)
    let before = baseline.findings[key, default: 0]
    guard isAfterEnd(finding) else { return counts[key, default: 0] <= before }
    // Smart pointers around it show more places of the same mistake.
    return before > 0
  }

  private static func quoted(in notes: [String]) -> [String] {
    notes.flatMap { note in
      note.split(separator: "'", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
    }
  }

  /// With so many units that do not compile it is time for another plan, and they are read before all others then: one header
  /// makes many fail alike.
  private static let unitsLookedAt = 48

  /// What a whole reading comes to.
  public struct Verdict: Sendable {
    /// Some of the units that do not compile.
    public var failing: [FailingUnit] = []
    /// What would be found that was not found before. Only asked where everything compiles.
    public var findings: [Objection] = []
    /// How many units were read.
    var units = 0
  }

  /// Everything is read again, and where all of it compiles, checked.
  public func verdict(
    on plan: ConversionPlan, baseline: Baseline,
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in }
  ) throws -> Verdict {
    let compilation = CompilationProof(
      commands: commands, plan: plan, hadErrors: !baseline.errors.isEmpty, definitions: definitions,
      includes: includes, threads: options.threads)
    var options = options
    options.texts = compilation.texts
    options.fingerprinting = nil
    options.recordsLayout = false
    options.enoughErrors = baseline.errors.count + Self.unitsLookedAt
    let after = read(commands, options: options, progress: progress)
    let failing = compilation.failing(after.errors)
    guard failing.isEmpty else { return Verdict(failing: failing, units: commands.count) }
    let index = try index(of: after.facts)
    // Headers that are read once for all may bring a definition that a unit does not include itself. A unit that seems to need one is
    // read as its author wrote it.
    let needs = DefinitionNeeds(facts: after.facts, index: index)
    let doubtful = compilation.failing(
      commands.indices.filter { needs.isSomethingMissing(in: compilation.files(of: $0)) })
    if !doubtful.isEmpty || extent == .rest { return Verdict(failing: doubtful, units: commands.count) }
    return Verdict(findings: newFindings(in: after.facts, index, plan, baseline), units: commands.count)
  }

  /// Those of some units that do not compile, each read by itself as its author wrote it.
  public func failing(among units: [Int], with plan: ConversionPlan, baseline: Baseline) -> [FailingUnit] {
    if units.isEmpty { return [] }
    return CompilationProof(
      commands: commands, plan: plan, hadErrors: !baseline.errors.isEmpty, definitions: definitions,
      includes: includes, threads: options.threads
    ).failing(units)
  }

  private func newFindings(
    in facts: FactBase, _ index: DisciplineIndex, _ plan: ConversionPlan, _ baseline: Baseline
  ) -> [Objection] {
    let (report, effects) = checker(of: facts, by: index).checkWithEffects(answer: claims.answer(in: facts))
    let others = baseline.passed?.others(in: facts, effects) ?? []
    var counts: [String: Int] = [:]
    var objections: [Objection] = []
    // The smart pointer's own text counts by hand what it is there to count.
    let brought = plan.brought
    for finding in report.findings where !brought.contains(finding.location.file) {
      // A function that uses nothing converted counts as it did: only that an object ends earlier can be new to it, where what it
      // calls on the way there does something else than before, and where all of its ways were walked before.
      if plan.slotsOfFunction[finding.function] == nil,
        finding.severity == .note || !Self.isAfterEnd(finding) || baseline.unchecked.contains(finding.function)
          || others.isDisjoint(with: Self.quoted(in: finding.path.map(\.message)))
      {
        continue
      }
      counts[Self.key(of: finding), default: 0] += 1
      if !Self.isKnown(finding, among: counts, baseline) {
        objections.append(
          .finding(
            function: finding.function, path: finding.location.file, line: finding.location.line,
            message: finding.message, through: Self.quoted(in: finding.path.map(\.message))))
      }
    }
    return objections
  }
}
