import Facts

/// What walking one function showed.
struct FunctionWalk: Sendable {
  /// `nil` where nothing that was seen may be relied on.
  var summary: Summary?
  var anomalies: [Anomaly]
  /// Why not all ways were walked.
  var incompleteReason: String?
  /// Not even a sample of all ways was walked.
  var hasMissedBlocks: Bool
  var released: Set<PlaceShape>
  /// Those of them that a destructor released.
  var ended: Set<PlaceShape>
  /// Those of them that something else released.
  var drained: Set<PlaceShape>
  /// Kinds of places of which it was asked in vain whether they own what they hold.
  var asked: Set<PlaceShape>
  /// Kinds of places of which it was asked in vain whether a destructor releases what they hold.
  var askedOfEnd: Set<PlaceShape>
  /// Called, without all being known of what it does.
  var unknownCallees: Set<FunctionID>
  /// What shows the effects.
  var places: [Int: EffectPlaces]
  var returns: [Span]
  /// What it puts into fields, and may take out of them.
  var uses: FieldUses
  /// What becomes of the objects that others made for it.
  var makerUses: [FunctionID: MakerUse]
  var steps: Int
}

/// Walks the functions of one component of the call graph: most often one, else those that call each other in a circle, again
/// and again until nothing new is learnt of any of them.
struct ComponentWalk: Sendable {
  private(set) var walks: [(function: FunctionID, walk: FunctionWalk)] = []
  private(set) var walkCount = 0

  /// Walks of each function of a cycle before it is given up, after how many cases are told apart only by what they give the
  /// caller, and after how many they are not told apart any more.
  private static let cycleLimit = 9
  private static let groupLimit = 4
  private static let blurLimit = 6

  init(_ component: [FunctionID], _ calls: CallGraph, _ knowledge: Knowledge, threads: Int) {
    let isCycle = calls.isCycle(component)
    let functions = component.filter { knowledge.hasBody[$0.index] }
    guard isCycle else {
      if let only = functions.first, let walk = Self.walk(only, knowledge) {
        walks = [(only, walk)]
        walkCount = 1
      }
      return
    }
    walkCycle(Self.calleesFirst(functions, calls), calls, knowledge, threads)
  }

  private static func walk(_ function: FunctionID, _ knowledge: Knowledge) -> FunctionWalk? {
    guard let walker = Walker(function, knowledge: knowledge) else { return nil }
    walker.walk()
    return FunctionWalk(
      summary: walker.summary, anomalies: walker.anomalies, incompleteReason: walker.incompleteReason,
      hasMissedBlocks: walker.hasMissedBlocks,
      released: walker.released, ended: walker.ended, drained: walker.drained, asked: walker.asked,
      askedOfEnd: walker.askedOfEnd,
      unknownCallees: walker.unknownCallees, places: walker.effectPlaces(), returns: walker.returnSpans(),
      uses: walker.uses, makerUses: walker.makerUses(), steps: walker.steps)
  }

  private mutating func walkCycle(
    _ functions: [FunctionID], _ calls: CallGraph, _ outside: Knowledge, _ threads: Int
  ) {
    var knowledge = outside
    var last: [FunctionID: FunctionWalk] = [:]
    // Until something is known of a cycle's functions, a call to one is taken not to return: what then is found on the
    // other paths is what the recursion ends with.
    for function in functions where knowledge.summaries[function.index] == nil {
      knowledge.summaries[function.index] = .doesNotReturn
    }
    let callers = Self.callers(functions, calls)
    let levels = Self.levels(functions, calls)
    var due = Set(functions)
    for attempt in 1...Self.cycleLimit where !due.isEmpty {
      for level in levels {
        let batch = level.filter { due.remove($0) != nil }
        let known = knowledge
        let found = inParallel(batch.map { known.size(of: $0) }, threads: threads) { Self.walk(batch[$0], known) }
        for (function, walk) in zip(batch, found) {
          guard var walk else { continue }
          walkCount += 1
          if attempt > Self.groupLimit, let known = knowledge.summaries[function.index], let found = walk.summary,
            known != found
          {
            walk.summary = Summary(widening: known, to: found, isBlurred: attempt > Self.blurLimit)
          }
          last[function] = walk
          guard walk.summary != knowledge.summaries[function.index] else { continue }
          knowledge.summaries[function.index] = walk.summary
          due.formUnion(callers[function] ?? [])
        }
      }
    }
    for function in functions {
      guard var walk = last[function] else { continue }
      if due.contains(function) {
        walk.summary = nil
        walk.incompleteReason = walk.incompleteReason ?? "its recursion does not settle"
        walk.hasMissedBlocks = true
      }
      walks.append((function, walk))
    }
  }

  private static func callers(_ functions: [FunctionID], _ calls: CallGraph) -> [FunctionID: [FunctionID]] {
    var result: [FunctionID: [FunctionID]] = [:]
    for caller in functions {
      for callee in calls.callees(of: caller) { result[callee, default: []].append(caller) }
    }
    return result
  }

  /// Functions that do not call each other, as far as an order goes in which callees come first: each level can be walked at
  /// once when those before it are.
  private static func levels(_ ordered: [FunctionID], _ calls: CallGraph) -> [[FunctionID]] {
    var levelOf: [FunctionID: Int] = [:]
    var levels: [[FunctionID]] = []
    for function in ordered {
      let level = calls.callees(of: function).reduce(0) { max($0, levelOf[$1].map { $0 + 1 } ?? 0) }
      levelOf[function] = level
      while levels.count <= level { levels.append([]) }
      levels[level].append(function)
    }
    return levels
  }

  /// Those that are called before those that call them, as far as a circle has such an order.
  private static func calleesFirst(_ functions: [FunctionID], _ calls: CallGraph) -> [FunctionID] {
    let members = Set(functions)
    var seen: Set<FunctionID> = []
    var result: [FunctionID] = []
    for start in functions where seen.insert(start).inserted {
      var stack = [(function: start, next: calls.callees(of: start).startIndex)]
      while let top = stack.last {
        let callees = calls.callees(of: top.function)
        guard top.next < callees.endIndex else {
          result.append(top.function)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let callee = callees[top.next]
        if members.contains(callee), seen.insert(callee).inserted {
          stack.append((callee, calls.callees(of: callee).startIndex))
        }
      }
    }
    return result
  }
}
