/// The life of one object: each event that touched it, with the count after it.
public struct ObjectLife: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public var event: LedgerEvent
    /// After the event; nil once the object has ended.
    public var count: Int?
    /// The step, by its place in the life, that this one answers or is answered by.
    public var partner: Int?
    public var isRefinement: Bool
  }

  public var address: UInt
  public var type: String
  public var steps: [Step]
  /// Steps in the middle of a very long life that were left out.
  public var omitted: Int
  public var isAlive: Bool

  /// Which object is meant.
  public enum Name: Hashable, Sendable {
    /// The last object at an address.
    case address(UInt)
    /// The one that an event touched.
    case event(thread: Int, ordinal: UInt64)
  }

  /// Nil where there is no such object in the trace.
  public static func find(_ name: Name, in trace: Trace, usualReleases: [Int: Int]) -> ObjectLife? {
    find([name], in: trace, usualReleases: usualReleases)[0]
  }

  /// Many objects in one replay; nil for those that are not in the trace.
  public static func find(_ names: [Name], in trace: Trace, usualReleases: [Int: Int]) -> [ObjectLife?] {
    var search = ManyEvents(names)
    trace.replay(&search)
    var collector = ManyLives(
      collectors: zip(names, search.addresses).map { name, address in
        address.map { LifeCollector(address: $0, name: name, trace: trace) }
      })
    trace.replay(&collector)
    return collector.collectors.map { collector in
      var life = collector?.chosen
      life?.pair(usualReleases)
      return life
    }
  }

  /// A release answers the last retain that such releases usually answer, else the last one that is still open.
  private mutating func pair(_ usualReleases: [Int: Int]) {
    var open: [Int] = []
    // The rule was learned by where the whole object is made.
    let whole = steps.last { $0.isRefinement }?.event.stack
    func taker(_ step: Step) -> Int { step.event.operation == .create ? whole ?? step.event.stack : step.event.stack }
    for place in steps.indices {
      switch steps[place].event.operation {
      case .create where steps[place].isRefinement: continue
      case .create, .retain: open.append(place)
      case .release:
        let stack = steps[place].event.stack
        let usual = open.lastIndex { usualReleases[taker(steps[$0])] == stack }
        guard let match = usual ?? open.indices.last else { continue }
        steps[place].partner = open[match]
        steps[open[match]].partner = place
        open.remove(at: match)
      case .destroy: continue
      }
    }
  }
}

/// Finds the addresses that events touched.
private struct ManyEvents: EventVisitor {
  private struct Key: Hashable {
    var thread: Int
    var ordinal: UInt64
  }

  private(set) var addresses: [UInt?]
  private var wanted: [Key: [Int]] = [:]

  init(_ names: [ObjectLife.Name]) {
    addresses = []
    for (place, name) in names.enumerated() {
      switch name {
      case .address(let address): addresses.append(address & ~7)
      case .event(let thread, let ordinal):
        addresses.append(nil)
        wanted[Key(thread: thread, ordinal: ordinal), default: []].append(place)
      }
    }
  }

  mutating func visit(_ event: LedgerEvent) {
    guard !wanted.isEmpty, let places = wanted[Key(thread: event.thread, ordinal: event.ordinal)] else { return }
    for place in places { addresses[place] = event.address }
  }
  mutating func visit(checkpoint number: Int) {}
  mutating func visit(time: UInt64) {}
  mutating func visit(declared address: UInt) {}
}

/// Collects what happens at one address, life by life.
private struct LifeCollector: EventVisitor {
  private static let mostSteps = 20_000

  let address: UInt
  let name: ObjectLife.Name
  let trace: Trace
  private var current: ObjectLife
  private var last: ObjectLife?
  private var isChosen = false
  private var isOver = false
  private var count = 0
  private var endsWithLastReference = false

  init(address: UInt, name: ObjectLife.Name, trace: Trace) {
    self.address = address
    self.name = name
    self.trace = trace
    current = ObjectLife(address: address, type: "", steps: [], omitted: 0, isAlive: false)
  }

  /// For an event the life that holds it, else the last.
  var chosen: ObjectLife? {
    if isChosen { return current }
    return current.steps.isEmpty ? last : current
  }

  mutating func visit(_ event: LedgerEvent) {
    guard event.address == address, !isOver else { return }
    let isRefinement = event.operation == .create && trace.stacks[event.stack]?.isRefinement == true
    if event.operation == .create, !isRefinement {
      // Another object lies there now.
      if isChosen { isOver = true }
      if isOver { return }
      begin()
    }
    switch event.operation {
    case .create where isRefinement: current.type = trace.stacks[event.stack]?.type ?? current.type
    case .create:
      current.type = trace.stacks[event.stack]?.type ?? ""
      current.isAlive = true
      endsWithLastReference = trace.stacks[event.stack]?.endsWithLastReference ?? false
      count = 1
    case .retain: count += 1
    case .release:
      count -= 1
      if count == 0, endsWithLastReference { current.isAlive = false }
    case .destroy: current.isAlive = false
    }
    if case .event(let thread, let ordinal) = name, event.thread == thread, event.ordinal == ordinal { isChosen = true }
    guard current.steps.count < Self.mostSteps else {
      current.omitted += 1
      return
    }
    let hasEnded = !current.isAlive && event.operation != .create
    current.steps.append(
      ObjectLife.Step(event: event, count: hasEnded ? nil : count, partner: nil, isRefinement: isRefinement))
  }

  private mutating func begin() {
    if !current.steps.isEmpty { last = current }
    current = ObjectLife(address: address, type: "", steps: [], omitted: 0, isAlive: false)
  }

  mutating func visit(checkpoint number: Int) {}
  mutating func visit(time: UInt64) {}
  mutating func visit(declared address: UInt) {}
}

private struct ManyLives: EventVisitor {
  var collectors: [LifeCollector?]
  private var places: [UInt: [Int]] = [:]

  init(collectors: [LifeCollector?]) {
    self.collectors = collectors
    for (place, collector) in collectors.enumerated() {
      if let collector { places[collector.address, default: []].append(place) }
    }
  }

  mutating func visit(_ event: LedgerEvent) {
    for place in places[event.address] ?? [] { collectors[place]?.visit(event) }
  }
  mutating func visit(checkpoint number: Int) {}
  mutating func visit(time: UInt64) {}
  mutating func visit(declared address: UInt) {}
}
