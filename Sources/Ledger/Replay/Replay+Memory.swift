extension Replay {
  struct LiveObject {
    var address: UInt
    var creation: Int32
    var references: Int
    /// More was given back than was seen to be taken: how many references it has is not known.
    var hasUnseenRetains = false
  }

  /// What the program's memory at its end tells of the live objects, each by its place among them.
  struct MemoryFindings {
    var reach: [LedgerSummary.Reach]
    /// Whether nothing but other live objects keeps it: as many of them point to it as it has references.
    var isHeld: [Bool]
    var rings: [LedgerSummary.Ring]
    fileprivate let holders: Holders
    /// The objects' places in order of address.
    fileprivate let order: [Int]
    fileprivate let objects: [LiveObject]

    func forEachHolder(_ body: (_ object: Int, LedgerSummary.HolderKind) -> Void) {
      for holder in holders.all { body(order[Int(holder.object)], kind(of: holder)) }
      for (place, isHeld) in holders.isHeldByOwnMemory.enumerated() where isHeld { body(order[place], .itsOwn) }
    }

    private func kind(of holder: Holders.Holder) -> LedgerSummary.HolderKind {
      if holder.owner >= 0 {
        let creation = Int(objects[order[Int(holder.owner)]].creation)
        return holder.isDirect
          ? .object(creation: creation, offset: holders.offset(of: holder)) : .memory(ofCreation: creation)
      }
      guard let variable = holders.variable(of: holder) else { return .block }
      return holder.word < 0 ? .data(variable) : .behind(variable)
    }
  }

  /// Nil where the trace has no memory, or nothing is alive.
  borrowing func look(at objects: [LiveObject]) -> MemoryFindings? {
    guard !objects.isEmpty, let image = MemoryImage(trace) else { return nil }
    let order = objects.indices.sorted { objects[$0].address < objects[$1].address }
    let live = LiveObjects(
      addresses: order.map { objects[$0].address },
      types: order.map { Int32(creations.type(of: Int(objects[$0].creation))) },
      references: order.map { objects[$0].hasUnseenRetains ? .max : Int32(clamping: objects[$0].references) })
    let reachability = Reachability(image, live)
    let holders = Holders(reachability.blocks, isIdle: reachability.isIdle)
    let owners = ObjectHolders(
      count: live.count, holders.all.lazy.filter { $0.owner >= 0 }.map { (object: $0.object, owner: $0.owner) })
    let isKept = order.enumerated().map { place, index in
      // Each of its references is another live object's, as far as can be seen.
      let (reach, count) = (reachability.classes[place], owners[Int32(place)].count)
      return reach == .indirectlyLost || reach != .lost && count > 0 && count >= objects[index].references
    }
    let held = HeldObjects(isKept: isKept, holders: owners)
    var findings = MemoryFindings(
      reach: [LedgerSummary.Reach](repeating: .reachable, count: objects.count),
      isHeld: [Bool](repeating: false, count: objects.count),
      rings: rings(reachability.rings.map { ring in ring.map { live.types[Int($0)] } }), holders: holders,
      order: order, objects: objects)
    for (place, index) in order.enumerated() {
      findings.reach[index] = reachability.classes[place]
      findings.isHeld[index] = isKept[place] && !held.isInRing[place]
    }
    return findings
  }

  /// Rings of the same types are one.
  private borrowing func rings(_ rings: [[Int32]]) -> [LedgerSummary.Ring] {
    var counts: [[LedgerSummary.Ring.Member]: Int] = [:]
    for ring in rings {
      var members: [Int32: Int] = [:]
      for type in ring { members[type, default: 0] += 1 }
      let sorted = members.map { LedgerSummary.Ring.Member(type: creations.types[Int($0.key)], count: $0.value) }
        .sorted { ($0.count, $0.type) < ($1.count, $1.type) }
      counts[sorted, default: 0] += 1
    }
    return counts.map { LedgerSummary.Ring(members: $0.key, count: $0.value) }.sorted {
      if $0.count != $1.count { return $0.count > $1.count }
      return $0.members.lexicographicallyPrecedes($1.members) { ($0.type, $0.count) < ($1.type, $1.count) }
    }
  }
}
