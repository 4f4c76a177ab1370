/// Which live objects live on only because other live objects hold them: what is behind an object that nothing live holds,
/// or behind a ring of objects that hold each other and nothing else does.
struct HeldObjects {
  private let holders: ObjectHolders
  private let held: ObjectHolders
  private var isReached: [Bool]
  /// The objects of rings, which stand for all that they hold.
  private(set) var isInRing: [Bool]

  /// - Parameters:
  ///   - isKept: objects each of whose references may be another object's.
  ///   - holders: for each object those that hold it.
  init(isKept: [Bool], holders: ObjectHolders) {
    self.holders = holders
    held = holders.reversed
    isReached = [Bool](repeating: false, count: holders.count)
    isInRing = isReached
    for object in isKept.indices where !isKept[object] { reach(from: Int32(object)) }
    let rest = isKept.indices.filter { !isReached[$0] }.map { Int32($0) }
    // What holds comes before what it holds, but within a ring.
    for object in finished(rest).reversed() where !isReached[Int(object)] { startRing(at: object) }
  }

  private mutating func reach(from start: Int32) {
    var pending = [start]
    while let object = pending.popLast() {
      if isReached[Int(object)] { continue }
      isReached[Int(object)] = true
      pending += held[object]
    }
  }

  /// Nothing outside holds it that is not held by it: all that leads to it is its ring.
  private mutating func startRing(at object: Int32) {
    var pending = [object]
    var ring: Set<Int32> = []
    while let member = pending.popLast() {
      guard !isReached[Int(member)], ring.insert(member).inserted else { continue }
      pending += holders[member]
    }
    for member in ring {
      isInRing[Int(member)] = true
      reach(from: member)
    }
  }

  /// The objects in the order in which a walk leaves them.
  private func finished(_ objects: [Int32]) -> [Int32] {
    var isSeen = [Bool](repeating: false, count: isReached.count)
    var order: [Int32] = []
    for start in objects where !isSeen[Int(start)] {
      isSeen[Int(start)] = true
      var frames = [(object: start, rest: held[start])]
      while let frame = frames.last {
        guard let successor = frame.rest.first else {
          order.append(frame.object)
          frames.removeLast()
          continue
        }
        frames[frames.count - 1].rest.removeFirst()
        if isReached[Int(successor)] || isSeen[Int(successor)] { continue }
        isSeen[Int(successor)] = true
        frames.append((successor, held[successor]))
      }
    }
    return order
  }
}
