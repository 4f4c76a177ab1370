import Disciplines
import Facts

/// Walks every path of one function with a small state, and notes what happens to references on the way.
///
/// In: the function and what is known of the program. Out: the ways in which it may end, and what is wrong on the way
/// there. Work is bounded: a function that would take more is cut short, and says so.
final class Walker {
  /// One path within a block: values of the block's own events beside the state.
  struct Frame {
    var path: Path
    var locals: [TermID]
    var next: Int
  }

  /// Events walked in one function. Some tens of thousands take well under a second.
  static let stepLimit = 60_000
  /// States of one block before those that differ only in conditions are merged, and before the function is given up.
  static let mergeThreshold = 12
  static let blurThreshold = 40
  static let stateLimit = 250

  let knowledge: Knowledge
  let facts: FactBase
  let id: FunctionID
  let function: Function
  let body: Body
  let index: BodyIndex

  var terms = TermTable()
  var tree = TraceTree()
  var anomalies: [Anomaly] = []
  var outcomes: [Outcome] = []
  /// For each outcome, where it left and how it came there.
  var exits: [(event: UInt32, trace: TraceID)] = []
  /// By return: what it returned, on the path that was walked last.
  var results: [UInt32: TermID] = [:]
  /// By borrowed object: where it came from.
  var origins: [TermID: UInt32] = [:]
  var released: Set<PlaceShape> = []
  var incompleteReason: String?
  var steps = 0
  /// What the code last called an object.
  var names: [TermID: String] = [:]
  /// Types of the pointers that stand for objects.
  var types: [TermID: TypeID] = [:]
  var reported: Set<Report> = []

  struct Report: Hashable {
    var kind: Anomaly.Kind
    var origin: UInt32
    var object: TermID
  }

  private var pending: [[Path]]
  private var visited: [Set<State>]
  /// By block that a loop comes back to: objects' counts when it was first reached from before the loop.
  private var loopCounts: [[UInt32: Int16]]
  private(set) var block = BlockID.none
  private var forks: [Frame] = []

  init?(_ id: FunctionID, knowledge: Knowledge) {
    let function = knowledge.facts[id]
    guard let body = function.body, !body.entry.isNone else { return nil }
    self.knowledge = knowledge
    self.id = id
    self.function = function
    self.body = body
    facts = knowledge.facts
    index = BodyIndex(body, slotCount: function.slots.count)
    pending = Array(repeating: [], count: body.blocks.count)
    visited = Array(repeating: [], count: body.blocks.count)
    loopCounts = Array(repeating: [:], count: body.blocks.count)
  }

  func walk() {
    enqueue(Path(state: State(), trace: .none), at: body.entry)
    // The earliest block first, so that ways which meet again are merged before they go on.
    while incompleteReason == nil, let next = index.order.first(where: { !pending[$0.index].isEmpty }) {
      let paths = pending[next.index]
      pending[next.index] = []
      for path in paths where incompleteReason == nil { walk(next, path) }
    }
    if incompleteReason == nil { reportInconsistencies() }
  }

  var summary: Summary { Summary(merging: outcomes, isIncomplete: incompleteReason != nil) }

  private func enqueue(_ path: Path, at target: BlockID) {
    guard !target.isNone, index.rank[target.index] != Int.max else { return }
    let number = target.index
    var path = path
    if index.isLoopHead[number] {
      settleLoop(&path.state, at: number, isBack: !block.isNone && index.rank[number] <= index.rank[block.index])
    }
    guard visited[number].insert(path.state).inserted else { return }
    for other in pending[number].indices {
      guard
        let merged = merge(pending[number][other].state, path.state, level: mergeLevel(at: number))
      else { continue }
      if merged == pending[number][other].state { return }
      if visited[number].insert(merged).inserted {
        pending[number][other].state = merged
      } else {
        pending[number].remove(at: other)
      }
      return
    }
    guard visited[number].count <= Self.stateLimit else {
      incompleteReason = "more than \(Self.stateLimit) different states meet in one place"
      return
    }
    pending[number].append(path)
  }

  private func mergeLevel(at number: Int) -> MergeLevel {
    switch visited[number].count {
    case ..<Self.mergeThreshold: .same
    case ..<Self.blurThreshold: .conditions
    default: .everything
    }
  }

  /// An object with more references after a way round a loop than before it: how often the loop goes round is not known,
  /// so neither is the count.
  private func settleLoop(_ state: inout State, at number: Int, isBack: Bool) {
    for entry in state.holdings.entries where entry.value.owned > 0 {
      guard isBack, let before = loopCounts[number][entry.key] else {
        if !isBack { loopCounts[number][entry.key] = entry.value.owned }
        continue
      }
      guard entry.value.owned > before else { continue }
      var holding = entry.value
      holding.owned = before
      holding.flags.insert(.isUncertain)
      state.holdings[entry.key] = holding
    }
  }

  private func walk(_ id: BlockID, _ path: Path) {
    block = id
    let current = body.blocks[id.index]
    let range = current.events
    forks = [Frame(path: path, locals: Array(repeating: TermTable.unknown, count: range.count), next: range.lowerBound)]
    while var frame = forks.popLast() {
      var goesOn = true
      while goesOn, frame.next < range.upperBound {
        steps += 1
        guard steps < Self.stepLimit else {
          incompleteReason = "its paths take more than \(Self.stepLimit) steps"
          return
        }
        let event = frame.next
        frame.next += 1
        goesOn = transfer(event, &frame)
      }
      guard goesOn, !current.isNoReturn else { continue }
      leave(id, &frame)
    }
  }

  /// Another way on from where `frame` stands.
  func fork(_ frame: Frame) { forks.append(frame) }

  func set(_ event: Int, _ term: TermID, _ frame: inout Frame) {
    frame.locals[event - Int(body.blocks[block.index].firstEvent)] = term
  }

  /// The value of an event on this path, `nil` where the path did not compute it.
  func known(_ value: ValueID, _ frame: Frame) -> TermID? {
    guard !value.isNone else { return nil }
    let current = body.blocks[block.index]
    if current.events.contains(value.index) { return frame.locals[value.index - Int(current.firstEvent)] }
    return frame.path.state.values[value.rawValue]
  }

  func value(_ value: ValueID, _ frame: Frame) -> TermID { known(value, frame) ?? TermTable.unknown }

  private func leave(_ id: BlockID, _ frame: inout Frame) {
    let current = body.blocks[id.index]
    for event in current.events where index.isUsedElsewhere[event] {
      frame.path.state.values[UInt32(event)] = frame.locals[event - Int(current.firstEvent)]
    }
    let condition = current.condition.isNone ? TermTable.unknown : value(current.condition, frame)
    frame.path.state.values.removeAll { !index.isLive(value: $0.key, after: id) }
    sweep(after: id, condition: condition, &frame)

    let edges = body.successors(of: current)
    if id == body.exit || edges.isEmpty {
      if id == body.exit { leaveFunction(at: UInt32.max, &frame) }
      return
    }
    for (number, edge) in zip(0..., edges) {
      guard !edge.isUnreachable, !edge.target.isNone, edge.kind != .exceptional || knowledge.exceptions else {
        continue
      }
      var path = frame.path
      let mayBeTaken: Bool
      switch edge.kind {
      case .always, .exceptional: mayBeTaken = true
      case .whenTrue: mayBeTaken = assume(condition, true, &path)
      case .whenFalse: mayBeTaken = assume(condition, false, &path)
      case .case: mayBeTaken = constrain(condition, to: Constraint(low: edge.low, high: edge.high), &path)
      case .default:
        var rest = Constraint.any
        for other in edges where other.kind == .case && other.low == other.high { rest.excluded.append(other.low) }
        rest.excluded.sort()
        mayBeTaken = constrain(condition, to: rest, &path)
      }
      guard mayBeTaken else { continue }
      if edges.count > 1 { tree.append(.edge(id, number), to: &path.trace) }
      if edge.target == body.exit, body.blocks[edge.target.index].eventCount == 0 {
        var last = Frame(path: path, locals: frame.locals, next: frame.next)
        leaveFunction(at: current.events.last.map { UInt32($0) } ?? UInt32.max, &last)
        continue
      }
      enqueue(path, at: edge.target)
    }
  }
}
