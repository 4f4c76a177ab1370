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

  public init(
    commands: [CompileCommand], options: ReadOptions, stated: [Discipline], claims: FormerClaims,
    definitions: CountedDefinitions
  ) {
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
    case finding(function: String, path: String, line: Int, message: String)

    public var words: String {
      switch self {
      case .error(let path, let line, let message): "\(path):\(line): \(message)"
      case .finding(let function, let path, let line, let message): "\(path):\(line): \(function): \(message)"
      }
    }
  }

  public struct Baseline: Sendable {
    /// The first error of each unit that has any.
    var errors: [UnitDiagnostic]
    var findings: [String: Int]

    public init(diagnostics: [UnitDiagnostic], findings: [Finding]) {
      errors = diagnostics
      self.findings = Dictionary(grouping: findings, by: ConversionProof.key).mapValues(\.count)
    }
  }

  /// Of a finding, whatever its place: what a rewrite moves is not new.
  private static func key(of finding: Finding) -> String {
    "\(finding.rule) \(finding.function) \(finding.location.file)"
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
    guard failing.isEmpty else { return Verdict(failing: failing) }
    let index = DisciplineResolver(stated + (try Discovery.disciplines(in: after.facts))).resolve(after.facts)
    // Headers that are read once for all may bring a definition that a unit does not include itself. A unit that seems to need one is
    // read as its author wrote it.
    let needs = DefinitionNeeds(facts: after.facts, index: index)
    let doubtful = compilation.failing(
      commands.indices.filter { needs.isSomethingMissing(in: compilation.files(of: $0)) })
    guard doubtful.isEmpty else { return Verdict(failing: doubtful) }
    return Verdict(findings: newFindings(in: after.facts, index, plan, baseline))
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
    let findings = Checker(facts: facts, disciplines: index, threads: options.threads)
      .check(answer: claims.answer(in: facts)).findings
    var counts: [String: Int] = [:]
    var objections: [Objection] = []
    // The smart pointer's own text counts by hand what it is there to count.
    let brought = plan.brought
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
        objections.append(
          .finding(
            function: finding.function, path: finding.location.file, line: finding.location.line,
            message: finding.message))
      }
    }
    return objections
  }
}
