import Disciplines
import Facts

/// Walks every path of one function with a small state, and notes what happens to references on the way.
///
/// In: the function and what is known of the program. Out: the ways in which it may end, and what is wrong on the way
/// there. Work is bounded: of a function that would take more a sample of the ways is walked, and it says so.
final class Walker {
  /// One path within a block: values of the block's own events beside the state.
  struct Frame {
    var path: Path
    var locals: [TermID]
    /// Does not go on: a call did not return, say.
    var hasEnded = false
  }

  /// Events walked in one function before what is left is sampled: some tens of thousands take well under a second, and a function
  /// that is larger than that is walked through some times.
  private let stepLimit: Int
  /// States that may reach a block before those that differ only in conditions are merged, before those are merged that
  /// differ in memory too, and states that a block may be walked with before what is left is sampled. The larger the
  /// function, the fewer.
  private let mergeThreshold: Int
  private let blurThreshold: Int
  private static let stateLimit = 250

  let knowledge: Knowledge
  let facts: FactBase
  let id: FunctionID
  let function: Function
  let body: Body
  let index: BodyIndex

  let terms = TermTable()
  var tree = TraceTree()
  var anomalies: [Anomaly] = []
  var outcomes: [Outcome] = []
  /// For each outcome, where it left, how it came there, and what is known of numbers there.
  var exits: [(event: UInt32, trace: TraceID, constraints: FlatMap<Constraint>)] = []
  /// By return: what it returned, on the path that was walked last.
  var results: [UInt32: TermID] = [:]
  /// By borrowed object: where it came from.
  var origins: [TermID: UInt32] = [:]
  var released: Set<PlaceShape> = []
  /// Those of them that a destructor released.
  var ended: Set<PlaceShape> = []
  /// Those of them that something else than a destructor released.
  var drained: Set<PlaceShape> = []
  var uses = FieldUses()
  /// What stood in fields at the start and was given away, by the function itself and by callees that know the field.
  var taken: Set<TermID> = []
  var takenByCallees: Set<TermID> = []
  /// The field out of which the call that is being walked takes something.
  var fieldOfCallee: FieldID?
  /// Why not all ways were walked.
  var incompleteReason: String?
  /// A call was met that, by what is known there, cannot return, though it can elsewhere.
  var meetsContradiction = false
  /// Not even a sample of all ways was walked.
  private(set) var hasMissedBlocks = false
  var steps = 0
  /// By term, as far as it goes: the place where the code first put an object, which names it.
  var homes: [TermID] = []
  /// By term, as far as it goes: types of the pointers that stand for objects.
  private var types: [TypeID] = []
  var reported: Set<Report> = []
  /// Those of them that were not certain where they were met.
  var doubted: Set<Report> = []
  /// Places whose content was retained and not named, so that a later reading of the place is perhaps what it was retained for.
  var retainedInPlace: Set<PlaceShape> = []
  /// Comparisons of numbers that are never negative.
  var unsignedComparisons: Set<TermID> = []
  /// Kinds of places of which it was asked in vain whether they own what they hold.
  var asked: Set<PlaceShape> = []
  /// Kinds of places of which it was asked in vain whether a destructor releases what they hold.
  var askedOfEnd: Set<PlaceShape> = []
  /// Called, without all being known of what it does.
  var unknownCallees: Set<FunctionID> = []
  /// By event or meeting of ways: the contents that places have since then, as far as somebody read them.
  var contents: [UInt32: [TermID]] = [:]
  /// By content that a place has because somebody may have written there: what stood there before, on one path or another.
  var earlierContents: [TermID: [TermID]] = [:]
  /// What calls through an object's type or a pointer have in common, each worked out once.
  private var summaries: [FunctionID: Summary?] = [:]
  /// By term, as far as it goes: how long its access path is; -1 for none, -2 for what was not asked yet.
  var pathLengths: [Int8] = []
  /// Which terms can be reached, and which are mentioned, at the end of the block that was walked last.
  var reached = Marks()
  var mentioned = Marks()

  struct Report: Hashable {
    var kind: Anomaly.Kind
    var origin: UInt32
    var object: TermID
  }

  private var sampling: Sampling?
  private var pending: [[Path]]
  private var queue: BlockQueue
  /// By block: hashes of the states that it was walked with. The states themselves would keep their memory shared, and so
  /// make every change of one a copy.
  private var visited: [Set<UInt64>]
  /// By block: how many states it was, or will be, walked with.
  private var admitted: [Int]
  /// By block that a loop comes back to: objects' counts when it was first reached from before the loop.
  private var loopCounts: [[UInt32: Int16]]
  private(set) var block = BlockID.none
  /// The events of `block`.
  private(set) var range = 0..<0
  private var forks: [Frame] = []
  private var knownUnwinding: Unwinding?
  /// An exception leaves the function on some path.
  var throwsOut = false
  /// What it returns on some path stands in a global, or comes from a call of which that is true.
  var returnsStatic = false
  /// Arguments that somebody else saw who may have kept their addresses.
  var shared: Set<Int> = []
  /// Arguments whose pointees were copied byte by byte.
  var copied: Set<Int> = []

  /// `body` stands in for the function's own.
  init?(_ id: FunctionID, knowledge: Knowledge, body spoilt: Body? = nil) {
    let function = knowledge.facts[id]
    guard let body = spoilt ?? function.body, !body.entry.isNone else { return nil }
    self.knowledge = knowledge
    self.id = id
    self.function = function
    self.body = body
    facts = knowledge.facts
    queue = BlockQueue(blocks: body.blocks.count)
    index = BodyIndex(body, slotCount: function.slots.count)
    stepLimit = max(20_000, 4 * body.events.count)
    // How often three times the limit would walk all of it: most blocks meet fewer states than the one that meets most.
    let share = 3 * stepLimit / max(body.events.count, 1)
    mergeThreshold = min(max(share / 2, 2), 12)
    blurThreshold = min(max(share, 4), 40)
    pending = Array(repeating: [], count: body.blocks.count)
    admitted = Array(repeating: 0, count: body.blocks.count)
    visited = Array(repeating: [], count: body.blocks.count)
    loopCounts = Array(repeating: [:], count: body.blocks.count)
  }

  func walk() {
    enqueue(Path(state: State(), trace: .none), at: body.entry)
    while incompleteReason == nil, let next = queue.popFirst() {
      let paths = pending[next]
      pending[next] = []
      walk(paths, at: next)
    }
    hasMissedBlocks = incompleteReason != nil
    incompleteReason = incompleteReason ?? sampling?.reason
    // It is likelier that something here is not understood than that nobody can call it and live.
    if outcomes.isEmpty, meetsContradiction {
      incompleteReason = incompleteReason ?? "every path through it seems to end in a call that cannot succeed"
    }
    if incompleteReason == nil { reportInconsistencies() }
    if outcomes.isEmpty { noteEmptiedWithoutEnd() }
  }

  private func walk(_ waiting: [Path], at number: Int) {
    let wasSampling = sampling != nil
    let paths = sampling?.choose(waiting, at: number, isInLoop: index.isInLoop[number]) ?? waiting
    for (position, path) in paths.enumerated() where incompleteReason == nil {
      walk(BlockID(number), path)
      // Of those that still wait when sampling begins, a few are walked too.
      if !wasSampling, sampling != nil { return walk(Array(paths[(position + 1)...]), at: number) }
    }
  }

  private func sample(because reason: String) {
    if sampling == nil { sampling = Sampling(reason: reason, blocks: body.blocks.count) }
  }

  var summary: Summary {
    var summary = Summary(merging: outcomes, isIncomplete: incompleteReason != nil)
    summary.mayThrow = throwsOut && !function.flags.contains(.isNoThrow)
    summary.mayReturnStatic = returnsStatic
    summary.shared = shared
    summary.copied = copied
    return summary
  }

  func unwinding() -> Unwinding {
    if let knownUnwinding { return knownUnwinding }
    let made = Unwinding(body, slotCount: function.slots.count, order: index.order)
    knownUnwinding = made
    return made
  }

  func enqueue(_ path: Path, at target: BlockID) {
    guard !target.isNone, index.rank[target.index] != Int.max else { return }
    let number = target.index
    var path = path
    let isBack = !block.isNone && index.rank[number] <= index.rank[block.index]
    if index.loopEnd[number] >= 0 { settleLoop(&path.state, at: number, isBack: isBack) }
    guard visited[number].insert(path.state.spread).inserted else { return }
    queue.insert(number, key: isBack ? 2 * index.loopEnd[number] + 1 : 2 * index.rank[number])
    let level = mergeLevel(at: number)
    for other in pending[number].indices {
      guard let merged = merge(pending[number][other].state, path.state, at: number, level: level) else { continue }
      if merged == pending[number][other].state { return }
      // What takes in all that waits stands in for it; else both are known from an earlier walk.
      if merged == path.state || visited[number].insert(merged.spread).inserted {
        pending[number][other].state = merged
      } else {
        pending[number].remove(at: other)
        admitted[number] -= 1
      }
      return
    }
    admitted[number] += 1
    if admitted[number] > Self.stateLimit { sampleStates() }
    pending[number].append(path)
  }

  private func sampleStates() {
    sample(because: "more than \(Self.stateLimit) different states meet in one place: a sample of its paths was walked")
  }

  private func mergeLevel(at number: Int) -> MergeLevel {
    switch visited[number].count {
    case ..<mergeThreshold: .same
    case ..<blurThreshold: .conditions
    default: .everything
    }
  }

  /// An object with more references after a way round a loop than before it: how often the loop goes round is not known,
  /// so neither is the count. The same goes for what others made and a way round gave up: each round may be about a reference of
  /// its own.
  private func settleLoop(_ state: inout State, at number: Int, isBack: Bool) {
    for entry in state.holdings.entries where isBack && entry.value.owned < 0 {
      guard entry.value.owned < loopCounts[number][entry.key] ?? 0, !entry.value.flags.contains(.isExact) else {
        continue
      }
      state.holdings[entry.key]?.flags.insert(.isUncertain)
    }
    for entry in state.holdings.entries where entry.value.owned != 0 {
      guard isBack else {
        loopCounts[number][entry.key] = entry.value.owned
        continue
      }
      guard let before = loopCounts[number][entry.key] ?? countBeforeLoop(TermID(entry.key)) else {
        // What a round makes and leaves behind is as much after the next.
        loopCounts[number][entry.key] = entry.value.owned
        continue
      }
      guard before >= 0, entry.value.owned > before else { continue }
      // The next round may be about another element.
      if let place = terms.place(ofContent: TermID(entry.key)), case .element = terms[place] { noteRetain(in: place) }
      var holding = entry.value
      holding.owned = before
      holding.flags.insert(.isUncertain)
      state.holdings[entry.key] = holding
    }
  }

  /// What others have was there before a loop that counts it first.
  private func countBeforeLoop(_ object: TermID) -> Int16? {
    terms.place(ofContent: object) == nil ? nil : 0
  }

  private func walk(_ id: BlockID, _ path: Path) {
    block = id
    let current = body.blocks[id.index]
    range = current.events
    // All ways through the block go on together, event by event: ways that a call has parted and that do not differ for what
    // follows are one again, or a row of calls would double them each time.
    var ways = [Frame(path: path, locals: Array(repeating: TermTable.unknown, count: range.count))]
    for event in range {
      var ended = false
      for index in ways.indices {
        if !transfer(event, &ways[index]) {
          ways[index].hasEnded = true
          ended = true
        }
      }
      steps += ways.count
      if steps >= stepLimit {
        sample(because: "its paths take more than \(stepLimit) steps: a sample of them was walked")
        guard steps < 2 * stepLimit else {
          incompleteReason = "its paths take more than \(2 * stepLimit) steps"
          return
        }
      }
      if ended { ways.removeAll(where: \.hasEnded) }
      if !forks.isEmpty {
        ways += forks
        forks.removeAll(keepingCapacity: true)
        join(&ways, after: event)
        if ways.count > Self.stateLimit { sampleStates() }
        if let sampling { ways = sampling.choose(ways) }
      }
      if ways.isEmpty { return }
    }
    guard !current.isNoReturn else { return }
    for index in ways.indices { leave(id, &ways[index]) }
  }

  /// Makes one of ways that differ neither in their values nor in what is known.
  private func join(_ ways: inout [Frame], after event: Int) {
    guard ways.count > 1 else { return }
    let level: MergeLevel = ways.count > 16 ? .everything : ways.count > 4 ? .conditions : .same
    var kept: [Frame] = []
    for var way in ways {
      for place in 0...(event - range.lowerBound) where way.locals[place] != TermTable.unknown {
        let other = range.lowerBound + place
        if index.lastUse[other] <= event, !index.isUsedElsewhere[other] { way.locals[place] = TermTable.unknown }
      }
      let isMerged = kept.indices.contains { other in
        guard kept[other].locals == way.locals else { return false }
        if kept[other].path.state == way.path.state { return true }
        guard let merged = merge(kept[other].path.state, way.path.state, at: block.index, level: level) else {
          return false
        }
        kept[other].path.state = merged
        return true
      }
      if !isMerged { kept.append(way) }
    }
    ways = kept
  }

  /// Another way on from where `frame` stands.
  func fork(_ frame: Frame) { forks.append(frame) }

  func set(_ event: Int, _ term: TermID, _ frame: inout Frame) {
    frame.locals[event - range.lowerBound] = term
  }

  /// The value of an event on this path, `nil` where the path did not compute it.
  func known(_ value: ValueID, _ frame: Frame) -> TermID? {
    guard !value.isNone else { return nil }
    if range.contains(value.index) { return frame.locals[value.index - range.lowerBound] }
    return frame.path.state.values[value.rawValue]
  }

  func summary(of function: FunctionID, isVirtual: Bool) -> Summary? {
    guard isVirtual || facts.functions[function.index].kind == .signature else {
      return knowledge.summary(of: function, isVirtual: false)
    }
    if let known = summaries[function] { return known }
    let found = knowledge.summary(of: function, isVirtual: isVirtual)
    summaries[function] = .some(found)
    return found
  }

  /// The type of the pointer that an object was first met as.
  func type(of object: TermID) -> TypeID { object.index < types.count ? types[object.index] : .none }

  func note(_ type: TypeID, of object: TermID) {
    guard !type.isNone, !object.isNone else { return }
    if object.index >= types.count {
      types += Array(repeating: .none, count: terms.count - types.count)
    }
    if types[object.index].isNone { types[object.index] = type }
  }

  func value(_ value: ValueID, _ frame: Frame) -> TermID { known(value, frame) ?? TermTable.unknown }

  private func leave(_ id: BlockID, _ frame: inout Frame) {
    let current = body.blocks[id.index]
    for event in current.events where index.isUsedElsewhere[event] {
      frame.path.state.values[UInt32(event)] = frame.locals[event - Int(current.firstEvent)]
    }
    let condition = current.condition.isNone ? TermTable.unknown : value(current.condition, frame)
    frame.path.state.values.removeAll { !index.isLive(value: $0.key, after: id) }
    let edges = body.successors(of: current)
    // What is left behind where the program ends is nobody's loss.
    if mayEnd(id, condition, frame) { sweep(after: id, condition: condition, &frame) }
    steps += edges.count / 8
    if id == body.exit || edges.isEmpty {
      if id == body.exit { leaveFunction(at: UInt32.max, &frame) }
      return
    }
    for (number, edge) in zip(0..., edges) {
      // Exceptions leave where they are thrown; from there on a `try` hands them to its handlers.
      guard !edge.isUnreachable, !edge.target.isNone, edge.kind != .exceptional || current.terminator == .try else {
        continue
      }
      var path = frame.path
      guard mayTake(edge, of: edges, condition, in: id, &path) else { continue }
      if edges.count > 1 { tree.append(.edge(id, number), to: &path.trace) }
      if edge.target == body.exit, body.blocks[edge.target.index].eventCount == 0 {
        var last = Frame(path: path, locals: frame.locals)
        leaveFunction(at: current.events.last.map { UInt32($0) } ?? UInt32.max, &last)
        continue
      }
      enqueue(path, at: edge.target)
    }
  }

  private func mayTake(
    _ edge: Edge, of edges: ArraySlice<Edge>, _ condition: TermID, in id: BlockID, _ path: inout Path
  ) -> Bool {
    switch edge.kind {
    case .always, .exceptional: return true
    case .whenTrue: return answer(condition, true, in: id, &path)
    case .whenFalse: return answer(condition, false, in: id, &path)
    case .case: return constrain(condition, to: Constraint(low: edge.low, high: edge.high), &path)
    case .default:
      let others = edges.lazy.filter { $0.kind == .case && $0.low == $0.high }.prefix(4).map(\.low)
      return constrain(condition, to: Constraint(excluded: Array(others)), &path)
    }
  }

  /// Whether a way on from a block leads to the function's end, by what is known on this path.
  private func mayEnd(_ id: BlockID, _ condition: TermID, _ frame: Frame) -> Bool {
    let edges = body.successors(of: body.blocks[id.index])
    guard edges.contains(where: { !$0.target.isNone && !index.reachesEnd[$0.target.index] }) else { return true }
    return edges.contains { edge in
      guard !edge.isUnreachable, !edge.target.isNone, index.reachesEnd[edge.target.index] else { return false }
      var path = frame.path
      return mayTake(edge, of: edges, condition, in: id, &path)
    }
  }
}
