import Claims
import Foundation

/// Plans, reads what comes of it, and leaves out what somebody objects to, until nobody does. Each round leaves out more than the one
/// before, so that there is an end.
///
/// In a big program the units that a plan is about are asked first, as often as it takes, and the rest only about what these let pass.
public struct ProvenConversion {
  private let planner: ConversionPlanner
  private let proof: ConversionProof

  private var leavingOut: [ClaimSlotID: String] = [:]
  /// What is found where nothing is converted, nor in anything that is called from there.
  private var accepted: Set<ConversionProof.Objection> = []
  /// How often everything compiled and something was found.
  private var checks = 0
  /// By path of a file: headers that it has to include, by their paths.
  private var including: [String: Set<String>] = [:]
  /// What was included with an earlier plan, so that it is no use where it is lacking still.
  private var failed: [String: Set<String>] = [:]

  public init(planner: ConversionPlanner, proof: ConversionProof) {
    self.planner = planner
    self.proof = proof
  }

  /// One reading of units with the new texts, and what came of it.
  public struct Round: Sendable {
    public var units: Int
    public var failing: Int
    public var findings: Int
    public var duration: Duration

    public var words: String {
      let time = duration.formatted(.units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 1)))
      return "proving: \(units) units in \(time), \(failing) do not compile, \(findings) findings"
    }
  }

  /// Units that are read together, and what is known of them.
  private struct Stage {
    var proof: ConversionProof
    var baseline: ConversionProof.Baseline?
    /// Those that did not compile with an earlier plan: they are read before all others.
    var failing: [Int] = []
  }

  /// - Parameter baseline: what is wrong with the program as it is, with what is found in it or without; asked for at most once.
  public consuming func plan(
    baseline: (_ isChecked: Bool) -> ConversionProof.Baseline,
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in },
    leftOut: (ConversionProof.Objection) -> Void = { _ in }, round: (Round) -> Void = { _ in }
  ) throws -> ConversionPlan {
    var plan = try planner.plan()
    guard !plan.edits.isEmpty else { return plan }
    var stages = proof.stages(for: plan).map { Stage(proof: $0) }
    var stage = 0
    while plan.convertedCount + plan.containers > 0 {
      let clock = ContinuousClock()
      let start = clock.now
      var verdict = Self.stillFailing(&stages, with: plan)
      if verdict.failing.isEmpty {
        let known =
          try stages[stage].baseline ?? stages[stage].proof.baseline(progress: progress)
          ?? baseline(stages[stage].proof.isChecked)
        stages[stage].baseline = known
        verdict = try stages[stage].proof.verdict(on: plan, baseline: known, progress: progress)
        verdict.findings.removeAll { accepted.contains($0) }
        stages[stage].failing = Self.representatives(of: verdict.failing)
      }
      round(
        Round(
          units: verdict.units, failing: verdict.failing.count, findings: verdict.findings.count,
          duration: clock.now - start))
      if verdict.failing.isEmpty, verdict.findings.isEmpty {
        stage += 1
        if stage == stages.count { return plan }
        continue
      }
      if !verdict.findings.isEmpty { checks += 1 }
      failed.merge(including) { $0.union($1) }
      let objections = verdict.findings + verdict.failing.flatMap { include(for: $0) ? [] : $0.objections }
      leaveOut(objections, of: plan, leftOut)
      plan = try planner.plan(leavingOut: leavingOut, including: including)
      stage = 0
    }
    // Nothing is left that would need more.
    return including.isEmpty ? plan : try planner.plan(leavingOut: leavingOut)
  }

  /// Those of the units that failed last which fail with a later plan too.
  private static func stillFailing(_ stages: inout [Stage], with plan: ConversionPlan) -> ConversionProof.Verdict {
    var verdict = ConversionProof.Verdict()
    for index in stages.indices {
      guard let baseline = stages[index].baseline, !stages[index].failing.isEmpty else { continue }
      verdict.units += stages[index].failing.count
      let failing = stages[index].proof.failing(among: stages[index].failing, with: plan, baseline: baseline)
      stages[index].failing = failing.map(\.unit)
      verdict.failing += failing
    }
    return verdict
  }

  /// One header makes many units fail alike: of those of which the same is said, the first.
  private static func representatives(of failing: [FailingUnit]) -> [Int] {
    var seen: Set<ConversionProof.Objection> = []
    return failing.filter { unit in
      let known = seen.count
      seen.formUnion(unit.objections)
      return seen.count > known || unit.objections.isEmpty
    }.map(\.unit)
  }

  /// Whether a unit may compile once more is included. What did not help is not included.
  private mutating func include(for failing: FailingUnit) -> Bool {
    var isNew = false
    for (file, headers) in failing.lacking {
      let (hopeless, open) = (headers.intersection(failed[file] ?? []), headers.subtracting(failed[file] ?? []))
      including[file, default: []].subtract(hopeless)
      if open.isEmpty { continue }
      isNew = true
      including[file, default: []].formUnion(open)
    }
    return isNew
  }

  private mutating func leaveOut(
    _ objections: [ConversionProof.Objection], of plan: ConversionPlan,
    _ leftOut: (ConversionProof.Objection) -> Void
  ) {
    let known = leavingOut.count
    // Many units say the same of one header.
    var seen: Set<ConversionProof.Objection> = []
    for objection in objections where seen.insert(objection).inserted {
      leftOut(objection)
      for (slot, reason) in plan.slots(meantBy: objection, check: checks) where leavingOut[slot] == nil {
        leavingOut[slot] = reason
      }
    }
    guard leavingOut.count == known else { return }
    // Nobody can tell what it comes of: for an error all that is left may be the reason.
    for objection in objections {
      guard case .error = objection else {
        accepted.insert(objection)
        continue
      }
      for (slot, reason) in plan.slots(perhapsMeantBy: objection) where leavingOut[slot] == nil {
        leavingOut[slot] = reason
      }
    }
  }
}
