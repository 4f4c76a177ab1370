/// The objects that are alive at one moment of a replay, by address. Memory is bound to them, not to the trace.
struct ObjectTable {
  struct Object {
    var address: UInt
    var creation: Int32
    var references: Int32
    /// The first of its `Tally` entries, -1 for none.
    var firstTally: Int32
    var thread: Int32
    /// Which object of the program it is, from 1, in order of creation.
    var number: UInt64
    /// Of its creation, in its thread.
    var ordinal: UInt64
    /// Microseconds from the beginning of the trace to its creation.
    var time: UInt64
    /// Its ownership was told, or a commit has asked for it already.
    var isDeclared = false
    /// Its retains and releases are tallied.
    var isTallied = true
  }

  /// How often one stack retained or released one object.
  struct Tally {
    var stack: Int32
    /// Retains above zero, releases below: a stack is one or the other.
    var count: Int32
    var next: Int32
  }

  private(set) var objects: [Object] = []
  private var freeObject: [Int32] = []
  private var tallies: [Tally] = []
  private var freeTally: Int32 = -1
  /// Open addressing: an object's index, or -1.
  private var slots = [Int32](repeating: -1, count: 1 << 12)
  private(set) var count = 0
  /// Objects that were asked for last, by the low bits of their addresses: most events are about one of a few, and the table itself is
  /// too large for the nearest memory.
  private var recent = [Recent](repeating: Recent(), count: Self.recentCount)
  private static let recentCount = 64

  private struct Recent {
    var address: UInt = 0
    var index: Int = 0
  }

  @inline(__always)
  private static func place(_ address: UInt) -> Int { Int(truncatingIfNeeded: address >> 4) & (recentCount - 1) }

  /// The slot where an address is or would be.
  @inline(__always)
  private func slot(of address: UInt) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (UInt64(address >> 3) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while true {
      let index = slots[slot]
      if index < 0 || objects[Int(index)].address == address { return slot }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  func find(_ address: UInt) -> Int? {
    let index = slots[slot(of: address)]
    return index < 0 ? nil : Int(index)
  }

  /// The same, remembered.
  @inline(__always)
  mutating func recall(_ address: UInt) -> Int? {
    let place = Self.place(address)
    if recent[place].address == address, address != 0 { return recent[place].index }
    guard let index = find(address) else { return nil }
    recent[place] = Recent(address: address, index: index)
    return index
  }

  subscript(index: Int) -> Object {
    get { objects[index] }
    _modify { yield &objects[index] }
  }

  /// Changes an object's count, and gives what it is then.
  @inline(__always)
  mutating func change(_ index: Int, by amount: Int32) -> Int32 {
    objects.withUnsafeMutableBufferPointer { objects in
      let references = objects[index].references &+ amount
      objects[index].references = references
      return references
    }
  }

  mutating func insert(_ object: Object) -> Int {
    if (count + 1) * 2 > slots.count { grow() }
    let index: Int
    if let reused = freeObject.popLast() {
      index = Int(reused)
      objects[index] = object
    } else {
      index = objects.count
      objects.append(object)
    }
    slots[slot(of: object.address)] = Int32(index)
    count += 1
    return index
  }

  /// Takes an object out; the entries behind it in its run of slots move up, so that no marks are left.
  mutating func remove(_ index: Int) {
    let place = Self.place(objects[index].address)
    if recent[place].index == index { recent[place] = Recent() }
    var hole = slot(of: objects[index].address)
    let mask = slots.count - 1
    slots[hole] = -1
    var next = (hole + 1) & mask
    while slots[next] >= 0 {
      let home =
        Int(truncatingIfNeeded: (UInt64(objects[Int(slots[next])].address >> 3) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
      if (next - home) & mask >= (next - hole) & mask {
        slots[hole] = slots[next]
        slots[next] = -1
        hole = next
      }
      next = (next + 1) & mask
    }
    var tally = objects[index].firstTally
    while tally >= 0 {
      let following = tallies[Int(tally)].next
      tallies[Int(tally)].next = freeTally
      freeTally = tally
      tally = following
    }
    freeObject.append(Int32(index))
    count -= 1
  }

  private mutating func grow() {
    let old = slots
    slots = [Int32](repeating: -1, count: old.count * 2)
    for index in old where index >= 0 { slots[slot(of: objects[Int(index)].address)] = index }
  }

  /// Adds to an object's tally of a stack.
  @inline(__always)
  mutating func add(_ amount: Int32, stack: Int32, to index: Int) {
    var tally = objects[index].firstTally
    while tally >= 0 {
      if tallies[Int(tally)].stack == stack {
        tallies[Int(tally)].count += amount
        return
      }
      tally = tallies[Int(tally)].next
    }
    let entry = Tally(stack: stack, count: amount, next: objects[index].firstTally)
    if freeTally >= 0 {
      tally = freeTally
      freeTally = tallies[Int(tally)].next
      tallies[Int(tally)] = entry
    } else {
      tally = Int32(tallies.count)
      tallies.append(entry)
    }
    objects[index].firstTally = tally
  }

  func tallies(of index: Int) -> [Tally] {
    var result: [Tally] = []
    var tally = objects[index].firstTally
    while tally >= 0 {
      result.append(tallies[Int(tally)])
      tally = tallies[Int(tally)].next
    }
    return result
  }

  /// The indices of all live objects, in order of creation.
  var live: [Int] {
    slots.filter { $0 >= 0 }.map(Int.init).sorted { objects[$0].number < objects[$1].number }
  }
}
