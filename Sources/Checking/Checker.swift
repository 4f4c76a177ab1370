import Claims
import Disciplines
import Facts
import Paths

/// Makes findings of what the paths of a program do.
///
/// ```swift
/// let report = Checker(facts: facts, disciplines: disciplines).check()
/// for finding in report.findings { print(finding.message) }
/// ```
public struct Checker: Sendable {
  public let facts: FactBase
  public let disciplines: DisciplineIndex
  /// Follow exceptions out of every call that may throw.
  public var followsExceptions: Bool
  /// Think up what would mend the findings; each proposal is walked.
  public var proposesFixes: Bool
  /// How many functions are walked at a time. What is found does not depend on it.
  public var threads: Int

  public init(
    facts: FactBase, disciplines: DisciplineIndex, followsExceptions: Bool = false,
    proposesFixes: Bool = false, threads: Int = 1
  ) {
    self.facts = facts
    self.disciplines = disciplines
    self.followsExceptions = followsExceptions
    self.proposesFixes = proposesFixes
    self.threads = threads
  }

  /// Paths prove claims, and claims tell the paths of what they cannot see for themselves: which places own what they hold,
  /// and what functions without a body do.
  ///
  /// - Parameter answer: what is known of a slot besides, whatever the code shows.
  public func check(answer: ((ClaimSlot) -> Ownership?)? = nil) -> CheckReport {
    check(pairsReferences: false, answer: answer).report
  }

  /// The same, with what each function is proven to do to the references that pass through it.
  public func checkWithEffects(
    answer: ((ClaimSlot) -> Ownership?)? = nil
  ) -> (report: CheckReport, effects: [FunctionEffects?]) {
    let (analysis, claims) = settle(pairsReferences: false, answer: answer)
    return (report(on: analysis, with: claims), analysis.effects)
  }

  /// The same, with the claims beside it that the findings rest on, and which release ends which reference.
  public func checkAndPair() -> (report: CheckReport, claims: ClaimSet) { check(pairsReferences: true) }

  /// What the paths of the program do, with all that is known of it: what `check()` goes by.
  public func analysis() -> PathAnalysis { settle(pairsReferences: false, answer: nil).analysis }

  private func check(
    pairsReferences: Bool, answer: ((ClaimSlot) -> Ownership?)? = nil
  ) -> (report: CheckReport, claims: ClaimSet) {
    let (analysis, claims) = settle(pairsReferences: pairsReferences, answer: answer)
    return (report(on: analysis, with: claims), claims)
  }

  private func report(on analysis: PathAnalysis, with claims: ClaimSet) -> CheckReport {
    var report = report(on: analysis)
    report.findings = Self.oneForEachCause(
      report.findings + OwnerFindings(facts: facts, disciplines: disciplines).rings(claims))
    return report
  }

  private func settle(
    pairsReferences: Bool, answer: ((ClaimSlot) -> Ownership?)?
  ) -> (analysis: PathAnalysis, claims: ClaimSet) {
    var analysis = PathAnalysis(
      facts: facts, disciplines: disciplines, exceptions: followsExceptions, threads: threads)
    let evidence = PathEvidence(facts: facts, analysis: analysis)
    var options = ClaimSolver.Options(effects: evidence, answer: answer)
    options.pairsReferences = pairsReferences
    let claims = ClaimSolver.solve(facts: facts, index: disciplines, options: options)
    let incomplete = Set(analysis.incomplete.map(\.function))
    analysis.learn(KnownOwnership(claims, facts: facts, index: disciplines, incomplete: incomplete))
    return (analysis, claims)
  }

  public func report(on analysis: PathAnalysis) -> CheckReport {
    let wording = Wording(facts: facts)
    let proposer = proposesFixes ? FixProposer(facts: facts, disciplines: disciplines, analysis: analysis) : nil
    var findings: [Finding] = []
    for anomaly in analysis.anomalies where isTold(anomaly.function) {
      if let finding = finding(anomaly, wording, proposer) { findings.append(finding) }
    }
    findings += OwnerFindings(facts: facts, disciplines: disciplines).superfluous(analysis, isTold: isTold)
    let incomplete = analysis.incomplete.filter { isUsers($0.function) }.compactMap { cut -> IncompleteCheck? in
      guard let location = location(facts[cut.function].span) else { return nil }
      return IncompleteCheck(function: facts[facts[cut.function].name], location: location, reason: cut.reason)
    }
    return CheckReport(
      findings: Self.oneForEachCause(findings), incomplete: incomplete.sorted { $0.location < $1.location },
      functionCount: analysis.statistics.functions)
  }

  /// What does not compile proves nothing.
  private func isTold(_ id: FunctionID) -> Bool { isUsers(id) && !facts[id].flags.contains(.hasErrors) }

  /// What is in a system header is not the user's to mend.
  private func isUsers(_ id: FunctionID) -> Bool {
    let function = facts[id]
    guard function.flags.isDisjoint(with: [.isSystem, .isImplicit]), !function.span.isNone else { return false }
    return !facts[function.span.file].isSystem
  }

  private func finding(_ anomaly: Anomaly, _ wording: Wording, _ proposer: FixProposer?) -> Finding? {
    guard let location = location(anomaly.span), !isSystem(anomaly.span) else { return nil }
    let rule = wording.rule(for: anomaly.kind)
    let function = facts[facts[anomaly.function].name]
    var path: [FindingStep] = []
    for step in anomaly.steps {
      guard let note = wording.note(step), let place = self.location(step.span) else { continue }
      var told = FindingStep(location: place, message: note)
      if case .branch = step.kind { told.isDecision = true }
      if path.last != told { path.append(told) }
    }
    return Finding(
      kind: rule.kind, rule: rule.id, severity: anomaly.isCertain ? rule.severity : .note, function: function,
      location: location, message: wording.message(anomaly), help: wording.help(anomaly), path: Self.shortened(path),
      fingerprint: "", fix: proposer?.fix(for: anomaly))
  }

  /// A path through a generated function may take hundreds of decisions: the last before each event are what it needs.
  private static func shortened(_ path: [FindingStep]) -> [FindingStep] {
    let limit = 12
    var result: [FindingStep] = []
    var decisions: [FindingStep] = []
    func flush() {
      if decisions.count > limit, let first = decisions.first {
        let left = decisions.count - limit + 1
        result.append(FindingStep(location: first.location, message: "\(left) decisions are taken from here on"))
        result += decisions.suffix(limit - 1)
      } else {
        result += decisions
      }
      decisions = []
    }
    for step in path {
      if step.isDecision {
        decisions.append(step)
        continue
      }
      flush()
      result.append(step)
    }
    flush()
    return result
  }

  private func isSystem(_ span: Span) -> Bool { span.isNone || facts[span.file].isSystem }

  private func location(_ span: Span) -> FindingLocation? { FindingLocation(of: span, in: facts) }

  /// An instantiation's finding is the template's, and two paths' is one: the surest and shortest is told.
  static func oneForEachCause(_ findings: [Finding]) -> [Finding] {
    struct Cause: Hashable {
      var rule: String
      var location: FindingLocation
      var message: String
    }
    var best: [Cause: Finding] = [:]
    for finding in findings {
      let cause = Cause(rule: finding.rule, location: finding.location, message: finding.message)
      if let known = best[cause], (known.path.count, known.function) <= (finding.path.count, finding.function) {
        continue
      }
      best[cause] = finding
    }
    return best.values.sorted {
      if $0.location != $1.location { return $0.location < $1.location }
      return ($0.rule, $0.message) < ($1.rule, $1.message)
    }
  }
}
