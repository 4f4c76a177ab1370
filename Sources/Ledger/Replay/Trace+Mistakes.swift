extension Trace {
  /// What the recorder told at once, as problems; where all events are there, those that a replay finds by itself are left out.
  var watchedProblems: [LedgerSummary.Problem] {
    told(mode == .full ? { $0 == .writeAfterDestroy || $0 == .crashAfterDestroy } : { _ in true })
  }

  /// All that the recorder told at once, in the order of its telling.
  public var toldProblems: [LedgerSummary.Problem] { told { _ in true } }

  private func told(_ isWanted: (LedgerSummary.Problem.Kind) -> Bool) -> [LedgerSummary.Problem] {
    mistakes.compactMap { mistake in
      let kind = mistake.kind.problem
      guard isWanted(kind) else { return nil }
      return LedgerSummary.Problem(
        kind: kind, stack: mistake.stack, creation: mistake.creation,
        destruction: mistake.destruction == 0 ? nil : mistake.destruction, type: stacks[mistake.creation]?.type ?? "",
        thread: mistake.thread, ordinal: mistake.ordinal, count: 1,
        offset: kind == .writeAfterDestroy || kind == .crashAfterDestroy && mistake.creation != 0
          ? mistake.offset : nil)
    }
  }
}

extension Trace.Mistake.Kind {
  fileprivate var problem: LedgerSummary.Problem.Kind {
    switch self {
    case .belowZero: .unseenRetain
    case .releaseAfterEnd: .overRelease
    case .retainAfterEnd, .endAfterEnd: .useAfterDestroy
    case .writtenAfterEnd: .writeAfterDestroy
    case .crash: .crashAfterDestroy
    }
  }
}
