private import CSymbols

/// Where the live objects are found by their addresses: what nearly every event asks for lies together here, and apart from the rest,
/// since the nearest memory has room for few objects.
///
/// Open addressing. A value of two numbers, which many events in turn keep at hand; whoever lets objects come or go looks after the memory.
struct ObjectSlots {
  struct Slot {
    /// The object's address, and in its lowest bits, which addresses do not use, marks.
    var key: UInt
    var references: Int32 = 0
    var object: Int32 = -1

    /// Retains and releases are tallied; are collected afterwards; the object ends with its last reference.
    static let tallied: UInt = 1
    static let collected: UInt = 2
    static let endsWithLastReference: UInt = 4

    static let empty = Slot(key: .max)
    var address: UInt { key & ~7 }
    var isEmpty: Bool { key == .max }
  }

  private let places: UnsafeMutablePointer<Slot>
  /// The bits of an address's hash that do not name a slot.
  private let shift: UInt64

  /// - Parameter bits: there are two to the power of this.
  init(bits: UInt64) {
    shift = 64 - bits
    places = .allocate(capacity: 1 << bits)
    places.initialize(repeating: .empty, count: 1 << bits)
  }

  func deallocate() { places.deallocate() }

  var bits: UInt64 { 64 - shift }
  /// Whether all of them lie in memory that answers at once.
  @inline(__always)
  var areNear: Bool { shift >= 64 - Self.nearBits }
  private static let nearBits: UInt64 = 15
  var count: Int { 1 << bits }
  private var mask: Int { Int(truncatingIfNeeded: UInt64.max &>> shift) }

  subscript(place: Int) -> Slot {
    @inline(__always) get { places[place] }
    @inline(__always) nonmutating _modify { yield &places[place] }
  }

  /// Where looking for an address begins.
  @inline(__always)
  func home(of address: UInt) -> Int {
    Int(truncatingIfNeeded: (UInt64(address >> 3) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  @inline(__always)
  func find(_ address: UInt, from home: Int) -> Int? {
    // Which of the first two places it is cannot be foreseen, so that is not asked by a jump.
    let isElsewhere = (places[home].key ^ address) >= 8
    let place = (home &+ (isElsewhere ? 1 : 0)) & mask
    return (places[place].key ^ address) < 8 ? place : findFurther(address, from: home)
  }

  private func findFurther(_ address: UInt, from home: Int) -> Int? {
    var place = home
    while places[place].address != address {
      if places[place].isEmpty { return nil }
      place = next(place)
    }
    return place
  }

  @inline(__always)
  private func next(_ place: Int) -> Int { (place &+ 1) & mask }

  func add(_ slot: Slot) {
    var place = home(of: slot.address)
    while !places[place].isEmpty { place = next(place) }
    places[place] = slot
  }

  /// The entries behind it in its run of slots move up, so that no marks are left.
  func remove(_ place: Int) {
    var hole = place
    var place = next(hole)
    places[hole] = .empty
    while !places[place].isEmpty {
      let home = home(of: places[place].address)
      if (place &- home) & mask >= (place &- hole) & mask {
        places[hole] = places[place]
        places[place] = .empty
        hole = place
      }
      place = next(place)
    }
  }

  // MARK: Many events

  /// So many events are looked ahead: memory that is far answers for all of them at once.
  static let ahead = 32

  /// Where looking for the objects of so many events begins, `ahead` at most. Has these places fetched.
  @inline(__always)
  func findHomes(_ run: EventRun, from start: Int, count: Int, into homes: UnsafeMutablePointer<Int32>) {
    for index in 0..<count {
      let home = home(of: EventRun.address(run.word(start &+ index)))
      homes[index] = Int32(truncatingIfNeeded: home)
      deed_prefetch(places + home)
    }
  }

  /// The homes that were found in it are those here, too.
  @inline(__always)
  func hasHomes(of other: ObjectSlots) -> Bool { shift == other.shift }

  /// Does what nearly all events come to, a change of the count of an object that is known: of so many events one after the other, up to the
  /// first that is more than that, or that is tallied. Gives where that is.
  ///
  /// - Parameters:
  ///   - homes: where to look for their objects; nil where that is to be reckoned here.
  ///   - balance: what the changes come to.
  @inline(__always)
  private func changeCounts(
    _ run: EventRun, from start: Int, to end: Int, homes: UnsafePointer<Int32>?, balance: inout Int
  ) -> Int {
    var position = start
    var sum = balance
    defer { balance = sum }
    while position < end {
      let word = run.word(position)
      if !EventRun.isChange(word) || EventRun.isSpecial(word) { break }
      let address = EventRun.address(word)
      let home = homes.map { Int($0[position &- start]) } ?? self.home(of: address)
      let isElsewhere = (places[home].key ^ address) >= 8
      let place = places + (home &+ (isElsewhere ? 1 : 0)) & mask
      let key = place.pointee.key ^ address
      // The marks are what the addresses leave.
      if key >= 8 || key & Slot.tallied != 0 { break }
      let amount = EventRun.amount(word)
      let references = place.pointee.references &+ amount
      // With none left it ends here, or its end is told next.
      if references <= 0, references < 0 || key & Slot.endsWithLastReference != 0 { break }
      place.pointee.references = references
      sum &+= Int(amount)
      position &+= 1
    }
    return position
  }

  // Apart, and with nothing else in them: what they work with has room in registers.

  @inline(never)
  func changeCounts(_ run: EventRun, from start: Int, to end: Int, balance: inout Int) -> Int {
    changeCounts(run, from: start, to: end, homes: nil, balance: &balance)
  }

  @inline(never)
  func changeCounts(
    _ run: EventRun, from start: Int, to end: Int, from homes: UnsafePointer<Int32>, balance: inout Int
  ) -> Int {
    changeCounts(run, from: start, to: end, homes: homes, balance: &balance)
  }
}
