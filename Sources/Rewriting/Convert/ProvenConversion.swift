import Claims

/// Plans, reads what comes of it, and leaves out what somebody objects to, until nobody does. Each round leaves out more than the one
/// before, so that there is an end.
public struct ProvenConversion {
  private let planner: ConversionPlanner
  private let proof: ConversionProof

  private var leavingOut: [ClaimSlotID: String] = [:]
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

  /// - Parameter baseline: what is wrong with the program as it is; asked for once, and only if there is anything to convert.
  public consuming func plan(
    baseline: () -> ConversionProof.Baseline,
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in },
    leftOut: (ConversionProof.Objection) -> Void = { _ in }
  ) throws -> ConversionPlan {
    var plan = try planner.plan()
    guard !plan.edits.isEmpty else { return plan }
    let baseline = baseline()
    // Units that did not compile with an earlier plan: they are read before all others.
    var failing: [Int] = []
    while plan.convertedCount + plan.containers > 0 {
      var verdict = ConversionProof.Verdict()
      verdict.failing = proof.failing(among: failing, with: plan, baseline: baseline)
      if verdict.failing.isEmpty {
        verdict = try proof.verdict(on: plan, baseline: baseline, progress: progress)
        failing = verdict.failing.map(\.unit)
      }
      if verdict.failing.isEmpty, verdict.findings.isEmpty { return plan }
      if !verdict.findings.isEmpty { checks += 1 }
      failed.merge(including) { $0.union($1) }
      let objections = verdict.findings + verdict.failing.flatMap { include(for: $0) ? [] : $0.objections }
      leaveOut(objections, of: plan, leftOut)
      plan = try planner.plan(leavingOut: leavingOut, including: including)
    }
    // Nothing is left that would need more.
    return including.isEmpty ? plan : try planner.plan(leavingOut: leavingOut)
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
    guard let first = objections.first, leavingOut.count == known else { return }
    // Nobody can tell what it comes of: all that is left may be the reason.
    for (slot, reason) in plan.slots(perhapsMeantBy: first) where leavingOut[slot] == nil { leavingOut[slot] = reason }
  }
}
