/// The objects that are alive at one moment of a replay, by address. Memory is bound to them, not to the trace.
///
/// An object is named by its place in the table, until another comes or goes.
struct ObjectTable: ~Copyable {
  struct Object {
    // Half of what the nearest memory reads at once: there are many.
    /// Which object of the program it is, from 1, in order of creation.
    var number: UInt64
    /// Of its creation, in its thread.
    var ordinal: UInt64
    /// When it was made, in steps of 1,024 microseconds from the beginning of the trace.
    private var step: UInt32
    var creation: Int32
    /// The first of its tallies, -1 for none; of an object that is gone the next one that is.
    fileprivate var firstTally: Int32 = -1
    /// The thread, and two marks above it.
    private var threadAndMarks: UInt32

    private static let declared: UInt32 = 1 << 31
    private static let unseen: UInt32 = 1 << 30

    init(number: UInt64, ordinal: UInt64, time: UInt64, creation: Int32, thread: Int) {
      self.number = number
      self.ordinal = ordinal
      self.creation = creation
      step = UInt32(truncatingIfNeeded: time >> 10)
      threadAndMarks = UInt32(truncatingIfNeeded: thread) & (Self.unseen - 1)
    }

    /// Microseconds from the beginning of the trace to its creation.
    var time: UInt64 { UInt64(step) << 10 }
    var thread: Int { Int(threadAndMarks & (Self.unseen - 1)) }
    /// Its ownership was told, or a commit has asked for it already.
    var isDeclared: Bool {
      get { threadAndMarks & Self.declared != 0 }
      set { threadAndMarks = newValue ? threadAndMarks | Self.declared : threadAndMarks & ~Self.declared }
    }
    /// More was given back than was seen to be taken, and it lived on.
    var hasUnseenRetains: Bool {
      get { threadAndMarks & Self.unseen != 0 }
      set { threadAndMarks = newValue ? threadAndMarks | Self.unseen : threadAndMarks & ~Self.unseen }
    }
  }

  /// How often one stack retained or released one object.
  struct Tally: Hashable {
    var stack: Int32
    /// Retains above zero, releases below: a stack is one or the other.
    var count: Int32
  }

  private struct TallyLink {
    var tally: Tally
    var next: Int32
  }

  private var objects = PlainArray<Object>()
  private var freeObject: Int32 = -1
  private var tallies = PlainArray<TallyLink>()
  private var freeTally: Int32 = -1
  private(set) var slots = ObjectSlots(bits: 12)
  private(set) var count = 0

  deinit { slots.deallocate() }

  @inline(__always)
  func find(_ address: UInt) -> Int? { slots.find(address, from: slots.home(of: address)) }

  subscript(place: Int) -> Object {
    get { objects[Int(slots[place].object)] }
    _modify { yield &objects[Int(slots[place].object)] }
  }

  func address(_ place: Int) -> UInt { slots[place].address }

  @inline(__always)
  func references(_ place: Int) -> Int32 { slots[place].references }

  @inline(__always)
  func isTallied(_ place: Int) -> Bool { slots[place].key & ObjectSlots.Slot.tallied != 0 }

  func endsWithLastReference(_ place: Int) -> Bool { slots[place].key & ObjectSlots.Slot.endsWithLastReference != 0 }

  func isCollected(_ place: Int) -> Bool { slots[place].key & ObjectSlots.Slot.collected != 0 }

  mutating func collect(_ place: Int) { slots[place].key |= ObjectSlots.Slot.collected }

  /// Changes an object's count, and gives what it is then.
  @inline(__always)
  mutating func change(_ place: Int, by amount: Int32) -> Int32 {
    slots[place].references &+= amount
    return slots[place].references
  }

  mutating func insert(
    _ object: Object, at address: UInt, references: Int32, isTallied: Bool, endsWithLastReference: Bool
  ) {
    if (count + 1) * 2 > slots.count { grow() }
    let index: Int
    if freeObject >= 0 {
      index = Int(freeObject)
      freeObject = objects[index].firstTally
      objects[index] = object
    } else {
      index = objects.count
      objects.append(object)
    }
    let key =
      address | (isTallied ? ObjectSlots.Slot.tallied : 0)
      | (endsWithLastReference ? ObjectSlots.Slot.endsWithLastReference : 0)
    slots.add(ObjectSlots.Slot(key: key, references: references, object: Int32(index)))
    count += 1
  }

  mutating func remove(_ place: Int) {
    let index = slots[place].object
    slots.remove(place)
    var tally = objects[Int(index)].firstTally
    while tally >= 0 {
      let following = tallies[Int(tally)].next
      tallies[Int(tally)].next = freeTally
      freeTally = tally
      tally = following
    }
    objects[Int(index)].firstTally = freeObject
    freeObject = index
    count -= 1
  }

  private mutating func grow() {
    let old = slots
    slots = ObjectSlots(bits: old.bits + 1)
    for place in 0..<old.count where !old[place].isEmpty { slots.add(old[place]) }
    old.deallocate()
  }

  /// Adds to an object's tally of a stack.
  mutating func add(_ amount: Int32, stack: Int32, to place: Int) {
    let index = Int(slots[place].object)
    var link = objects[index].firstTally
    while link >= 0 {
      if tallies[Int(link)].tally.stack == stack {
        tallies[Int(link)].tally.count += amount
        return
      }
      link = tallies[Int(link)].next
    }
    let entry = TallyLink(tally: Tally(stack: stack, count: amount), next: objects[index].firstTally)
    if freeTally >= 0 {
      link = freeTally
      freeTally = tallies[Int(link)].next
      tallies[Int(link)] = entry
    } else {
      link = Int32(tallies.count)
      tallies.append(entry)
    }
    objects[index].firstTally = link
  }

  /// The newest first.
  func tallies(of place: Int) -> [Tally] {
    var result: [Tally] = []
    var link = self[place].firstTally
    while link >= 0 {
      result.append(tallies[Int(link)].tally)
      link = tallies[Int(link)].next
    }
    return result
  }

  /// The places of all live objects, in order of creation.
  var live: [Int] {
    // Together, since to look each up for every comparison costs more than the rest.
    var all: [(number: UInt64, place: Int)] = []
    all.reserveCapacity(count)
    for place in 0..<slots.count where !slots[place].isEmpty { all.append((self[place].number, place)) }
    all.sort { $0.number < $1.number }
    return all.map(\.place)
  }
}
