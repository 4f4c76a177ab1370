import Facts

/// What becomes, in one function, of the objects that it gets from another that makes them.
struct MakerUse: Hashable, Sendable {
  /// Calls whose object some path gives up, hands on or puts away.
  var ended = 0
  /// Calls whose object is lost, and on no path is anything done with its reference.
  var lost = 0
}

extension Walker {
  /// By function that makes objects, as far as that was found out and not stated.
  func makerUses() -> [FunctionID: MakerUse] {
    var callees: [UInt32: FunctionID] = [:]
    var origins: [TermID: UInt32] = [:]
    var ended: Set<UInt32> = []
    for step in tree.steps {
      switch step.kind {
      case .created:
        guard let callee = discoveredMaker(at: step) else { continue }
        callees[step.event] = callee
        origins[step.object] = step.event
      case .released, .destroyed, .consumed, .stored:
        if let origin = origins[step.object] { ended.insert(origin) }
      default: continue
      }
    }
    guard !callees.isEmpty else { return [:] }
    for object in results.values { if let origin = origins[object] { ended.insert(origin) } }
    var uses: [FunctionID: MakerUse] = [:]
    for (origin, callee) in callees {
      let loss = Report(kind: .leak, origin: origin, object: .none)
      if ended.contains(origin) {
        uses[callee, default: MakerUse()].ended += 1
      } else if reported.contains(loss), !doubted.contains(loss) {
        uses[callee, default: MakerUse()].lost += 1
      }
    }
    return uses
  }

  /// What was called there and gave an object of a kind of which nobody has said that it is to be ended.
  private func discoveredMaker(at step: TraceStep) -> FunctionID? {
    guard body.events.indices.contains(Int(step.event)) else { return nil }
    let event = body.events[Int(step.event)]
    guard event.operation == .call, !event.function.isNone, knowledge.meaning(of: event.function)?.authority != .stated,
      let discipline = knowledge.disciplines.discipline(pointedToBy: type(of: step.object), in: facts),
      knowledge.disciplines[discipline].kind == .paired, knowledge.disciplines[discipline].origin == .discovered
    else { return nil }
    return event.function
  }
}

/// Functions that make objects which hardly anybody in the program ends: then somebody else has them, a list or a context in which
/// they are entered, and no caller who goes on without them has lost anything.
struct UnendedMakers {
  private var uses: [FunctionID: MakerUse] = [:]

  init(_ walks: [FunctionWalk?]) {
    for walk in walks {
      for (maker, use) in walk?.makerUses ?? [:] {
        uses[maker, default: MakerUse()].ended += use.ended
        uses[maker, default: MakerUse()].lost += use.lost
      }
    }
  }

  /// Whether a finding rests on no more than that somebody does what all do. One caller who loses an object that nobody else asks
  /// for may be wrong; who does not even look at it has been told that it need not be ended.
  func explains(_ anomaly: Anomaly) -> Bool {
    guard anomaly.kind == .leak || anomaly.kind == .discardedResult, !anomaly.originCallee.isNone,
      let use = uses[anomaly.originCallee]
    else { return false }
    return use.lost > use.ended && (use.lost > 1 || anomaly.kind == .discardedResult)
  }
}
