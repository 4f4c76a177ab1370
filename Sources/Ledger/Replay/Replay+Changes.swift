extension Replay {
  /// Nearly all events change the count of an object that is known, and that is all that there is to do.
  mutating func visit(_ run: EventRun, from start: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: ObjectSlots.ahead) { homes in
      let homes = homes.baseAddress.unsafelyUnwrapped
      var position = start
      while position < run.count {
        let count = min(ObjectSlots.ahead, run.count &- position, timeline.untilNext(now))
        let (passed, isStopped) = pass(run, from: position, count: count, homes)
        timeline.pass(passed)
        position &+= passed
        if isStopped { break }
      }
      return position
    }
  }

  /// Tells so many events, or fewer: whether it stopped at a special one is told, too.
  @inline(__always)
  private mutating func pass(
    _ run: EventRun, from start: Int, count: Int, _ homes: UnsafeMutablePointer<Int32>
  ) -> (Int, isStopped: Bool) {
    var slots = table.slots
    slots.findHomes(run, from: start, count: count, into: homes)
    var balance = 0
    var others = 0
    var index = 0
    var isStopped = false
    while index < count {
      let word = run.word(start &+ index)
      if EventRun.isSpecial(word) {
        isStopped = true
        break
      }
      if EventRun.isChange(word), let place = slots.find(EventRun.address(word), from: Int(homes[index])) {
        let amount = EventRun.amount(word)
        let references = slots[place].references &+ amount
        // With none left it ends here, or its end is told next.
        if references > 0 || references == 0 && slots[place].key & ObjectSlots.Slot.endsWithLastReference == 0 {
          slots[place].references = references
          if slots[place].key & ObjectSlots.Slot.tallied != 0 {
            table.add(amount, stack: Int32(truncatingIfNeeded: EventRun.stack(word)), to: place)
          }
          balance &+= Int(amount)
          index &+= 1
          continue
        }
      }
      others &+= 1
      index &+= 1
      visitOther(run.event(start &+ index &- 1))
      let homesWereOf = slots
      slots = table.slots
      if !slots.hasHomes(of: homesWereOf) { break }
    }
    let changes = index &- others
    summary.retains &+= (changes &+ balance) / 2
    summary.releases &+= (changes &- balance) / 2
    return (index, isStopped)
  }

  mutating func visit(_ event: LedgerEvent) {
    _ = timeline.untilNext(now)
    timeline.pass(1)
    visitOther(event)
  }
}
