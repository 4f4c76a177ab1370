extension Replay {
  /// Nearly all events change the count of an object that is known, and that is all that there is to do.
  mutating func visit(_ run: EventRun, from start: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: ObjectSlots.ahead) { homes in
      let homes = homes.baseAddress.unsafelyUnwrapped
      var position = start
      while position < run.count {
        if timeline.untilNext <= 0 { noteMoment() }
        let isNear = table.slots.areNear
        let most = min(run.count &- position, timeline.untilNext)
        let count = isNear ? most : min(ObjectSlots.ahead, most)
        let (passed, isStopped) = pass(run, from: position, count: count, isNear ? nil : homes)
        timeline.pass(passed)
        position &+= passed
        if isStopped { break }
      }
      return position
    }
  }

  /// Tells so many events, or fewer: whether it stopped at a special one is told, too.
  ///
  /// - Parameter homes: room for where to look for their objects; nil where memory is near, and looking ahead costs more than it gains.
  private mutating func pass(
    _ run: EventRun, from start: Int, count: Int, _ homes: UnsafeMutablePointer<Int32>?
  ) -> (Int, isStopped: Bool) {
    var slots = table.slots
    if let homes { slots.findHomes(run, from: start, count: count, into: homes) }
    let end = start &+ count
    var position = start
    var balance = 0
    var others = 0
    var isStopped = false
    while true {
      position =
        homes.map {
          slots.changeCounts(run, from: position, to: end, from: $0 + (position &- start), balance: &balance)
        }
        ?? slots.changeCounts(run, from: position, to: end, balance: &balance)
      guard position < end else { break }
      let word = run.word(position)
      if EventRun.isSpecial(word) {
        isStopped = true
        break
      }
      let address = EventRun.address(word)
      if EventRun.isChange(word), let place = slots.find(address, from: slots.home(of: address)) {
        let amount = EventRun.amount(word)
        let references = slots[place].references &+ amount
        if references > 0 || references == 0 && slots[place].key & ObjectSlots.Slot.endsWithLastReference == 0 {
          slots[place].references = references
          if slots[place].key & ObjectSlots.Slot.tallied != 0 {
            table.add(amount, stack: Int32(truncatingIfNeeded: EventRun.stack(word)), to: place)
          }
          balance &+= Int(amount)
          position &+= 1
          continue
        }
      }
      others &+= 1
      position &+= 1
      visitOther(run.event(position &- 1))
      let homesWereOf = slots
      slots = table.slots
      if homes != nil, !slots.hasHomes(of: homesWereOf) { break }
    }
    let changes = position &- start &- others
    summary.retains &+= (changes &+ balance) / 2
    summary.releases &+= (changes &- balance) / 2
    return (position &- start, isStopped)
  }

  mutating func visit(_ event: LedgerEvent) {
    if timeline.untilNext <= 0 { noteMoment() }
    timeline.pass(1)
    visitOther(event)
  }
}
