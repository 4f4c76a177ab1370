import Facts

/// The entity of steps of a trace.
enum TraceEntity {}
typealias TraceID = Identifier<TraceEntity>

/// One thing that happened on a path, for the notes of a finding.
struct TraceStep: Sendable {
  enum Kind: Hashable, Sendable {
    /// The edge of this number left the block.
    case edge(BlockID, Int)
    case created, retained, released, consumed, kept, borrowed, stored, cleared, destroyed, dropped, uncertain, threw

    var isThrow: Bool {
      if case .threw = self { return true }
      return false
    }
  }

  var parent: TraceID
  var kind: Kind
  var event: UInt32
  var object: TermID
  /// The frame's references after it.
  var owned: Int16
}

/// The steps of all paths of a walk: a tree whose nodes name their parents, so that states that fork share what came before.
struct TraceTree: Sendable {
  private(set) var steps: [TraceStep] = []

  mutating func append(
    _ kind: TraceStep.Kind, event: UInt32 = UInt32.max, object: TermID = .none, owned: Int16 = 0,
    to trace: inout TraceID
  ) {
    steps.append(TraceStep(parent: trace, kind: kind, event: event, object: object, owned: owned))
    trace = TraceID(steps.count - 1)
  }

  /// The steps that led to `trace`, first to last.
  func path(to trace: TraceID) -> [TraceStep] {
    var result: [TraceStep] = []
    var current = trace
    while let id = current.optional {
      let step = steps[id.index]
      result.append(step)
      current = step.parent
    }
    return result.reversed()
  }
}
