/// Which live objects live on only because other live objects hold them: what is behind an object that nothing live holds,
/// or behind a ring of objects that hold each other and nothing else does.
struct HeldObjects {
  /// By object: those that hold it.
  private let holders: [UInt: [UInt]]
  private var held: [UInt: [UInt]] = [:]
  private var isReached: Set<UInt> = []

  /// - Parameters:
  ///   - kept: objects each of whose references may be another object's.
  ///   - others: all others.
  ///   - holders: by object, the objects that hold it.
  init(kept: [UInt], others: [UInt], holders: [UInt: [UInt]]) {
    self.holders = holders
    for (object, owners) in holders { for owner in owners { held[owner, default: []].append(object) } }
    for object in others { reach(from: object) }
    let rest = kept.filter { !isReached.contains($0) }.sorted()
    // What holds comes before what it holds, but within a ring.
    for object in finished(rest).reversed() where !isReached.contains(object) { startRing(at: object) }
  }

  /// The objects of rings, which stand for all that they hold.
  private(set) var ringMembers: Set<UInt> = []

  private mutating func reach(from start: UInt) {
    var pending = [start]
    while let object = pending.popLast() {
      guard isReached.insert(object).inserted else { continue }
      pending += held[object] ?? []
    }
  }

  /// Nothing outside holds it that is not held by it: all that leads to it is its ring.
  private mutating func startRing(at object: UInt) {
    var pending = [object]
    var ring: Set<UInt> = []
    while let member = pending.popLast() {
      guard !isReached.contains(member), ring.insert(member).inserted else { continue }
      pending += holders[member] ?? []
    }
    ringMembers.formUnion(ring)
    for member in ring { reach(from: member) }
  }

  /// The objects in the order in which a walk leaves them.
  private func finished(_ objects: [UInt]) -> [UInt] {
    var seen: Set<UInt> = []
    var order: [UInt] = []
    for start in objects where seen.insert(start).inserted {
      var frames = [(object: start, next: 0)]
      while let frame = frames.last {
        let successors = held[frame.object] ?? []
        if frame.next == successors.count {
          order.append(frame.object)
          frames.removeLast()
          continue
        }
        frames[frames.count - 1].next += 1
        let successor = successors[frame.next]
        if !isReached.contains(successor), seen.insert(successor).inserted { frames.append((successor, 0)) }
      }
    }
    return order
  }
}
