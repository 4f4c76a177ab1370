import RecorderSupport

/// The references that extensions of CPython hold, as their hooks tell of them.
///
/// An extension sees no object from its beginning to its end: most are made by the interpreter and given back to it. So an object's
/// life here is the time for which extensions hold references to it: it begins with the first that one of them gets, and ends with
/// the last that is given up, or when the interpreter frees the object, which its allocator tells.
enum Python {
  private struct Held {
    /// The memory that the interpreter's allocator gave out; 0 for a free place.
    var block: UInt = 0
    var object: UInt = 0
    var references = 0
  }

  private struct Allocator {
    var context: UnsafeMutableRawPointer?
    var allocate: (@convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer?)?
    var allocateZeroed: (@convention(c) (UnsafeMutableRawPointer?, Int, Int) -> UnsafeMutableRawPointer?)?
    var reallocate:
      (@convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer?)?
    var free: (@convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void)?
  }

  private enum State { case unknown, following, refused }

  nonisolated(unsafe) private static var state = State.unknown
  nonisolated(unsafe) private static var inner = Allocator()
  nonisolated(unsafe) private static var table: UnsafeMutablePointer<Held>?
  nonisolated(unsafe) private static var capacity = 0
  nonisolated(unsafe) private static var used = 0

  // MARK: References

  static func acquire(_ object: UInt, frame: UInt) {
    guard Threads.current != nil, follows() else { return }
    // An extension that was loaded just now has data of its own.
    if !Modules.covers(word(frame + 8)) {
      Modules.write()
      Modules.findData()
    }
    guard isHeld(object) else { return }
    let block = block(of: object)
    if let place = find(block) {
      table?[place].references += 1
      tell(Events.retain, object, frame: frame)
    } else if insert(Held(block: block, object: object, references: 1)) {
      tell(Events.create, object, frame: frame, type: typeName(of: object))
    }
  }

  static func giveUp(_ object: UInt, frame: UInt) {
    guard state == .following, isHeld(object), let table, let place = find(block(of: object)) else { return }
    table[place].references -= 1
    let isLast = table[place].references == 0
    if isLast { remove(place) }
    tell(Events.release, object, frame: frame)
    if isLast { tell(Events.destroy, object, frame: frame) }
  }

  /// What extensions had left of an object was the interpreter's to give up: results of their functions, for one.
  private static func freed(_ block: UInt, frame: UInt) {
    guard let table, let place = find(block) else { return }
    let held = table[place]
    remove(place)
    for _ in 0..<held.references { tell(Events.release, held.object, frame: frame, most: 1) }
    tell(Events.destroy, held.object, frame: frame, most: 1)
  }

  /// The interpreter is compiled without frame pointers as a rule: stacks end where the extension's own code does.
  private static func tell(
    _ operation: UInt64, _ object: UInt, frame: UInt, type: UnsafePointer<CChar>? = nil, most: Int = Stacks.depth
  ) {
    guard let thread = Threads.current, Events.count(operation, in: thread, type: type),
      let address = UnsafeRawPointer(bitPattern: object)
    else { return }
    let stack = Stacks.number(within: thread, frame: frame, most: most, type: type)
    Events.recordFurther(operation, address, stack, thread)
  }

  // MARK: Objects

  // Places in the interpreter's structures, the same in `knownVersions` where there is a global lock.
  private static let typePlace: UInt = 8
  private static let namePlace: UInt = 24
  private static let flagsPlace: UInt = 168
  private static let collectedFlag: UInt = 1 << 14
  private static let prefixFlags: UInt = 3 << 3

  private static func word(_ address: UInt) -> UInt { deed_word_at(address) }

  /// Static objects and those that never die are nobody's.
  private static func isHeld(_ object: UInt) -> Bool {
    object & 7 == 0 && object > 4096 && !Modules.isInFile(object) && Int32(truncatingIfNeeded: word(object)) >= 0
  }

  private static func typeName(of object: UInt) -> UnsafePointer<CChar>? {
    UnsafePointer(bitPattern: word(word(object + typePlace) + namePlace))
  }

  /// In front of an object lie words for the garbage collector, and for attributes that the interpreter manages.
  private static func block(of object: UInt) -> UInt {
    let flags = word(word(object + typePlace) + flagsPlace)
    return object - (flags & collectedFlag != 0 ? 16 : 0) - (flags & prefixFlags != 0 ? 16 : 0)
  }

  // MARK: The interpreter's allocator

  private static func follows() -> Bool {
    switch state {
    case .following: return true
    case .refused: return false
    case .unknown:
      state = begin() ? .following : .refused
      return state == .following
    }
  }

  private typealias ChangeAllocator = @convention(c) (Int32, UnsafeMutableRawPointer) -> Void
  private typealias Version = @convention(c) () -> UnsafePointer<CChar>?
  private static let objectDomain: Int32 = 2
  /// The versions whose objects are laid out as is said above: 3.8 to 3.14.
  private static let knownVersions = 8...14

  private static func begin() -> Bool {
    guard let get = unsafeBitCast(deed_find("PyMem_GetAllocator"), to: ChangeAllocator?.self),
      let set = unsafeBitCast(deed_find("PyMem_SetAllocator"), to: ChangeAllocator?.self),
      let version = unsafeBitCast(deed_find("Py_GetVersion"), to: Version?.self)?()
    else {
      TraceFile.complain("deed: this interpreter is not CPython; references of extensions are not recorded\n")
      return false
    }
    guard strncmp(version, "3.", 2) == 0, knownVersions.contains(strtol(version + 2, nil, 10)) else {
      TraceFile.complain(
        "deed: this CPython is none of 3.8 to 3.14, which are known; references of extensions are not recorded\n")
      return false
    }
    if strstr(version, "free-threading") != nil {
      TraceFile.complain("deed: this CPython runs without its global lock; references of extensions are not recorded\n")
      return false
    }
    Modules.write()
    Modules.findData()
    withUnsafeMutablePointer(to: &inner) { get(objectDomain, $0) }
    var outer = Allocator()
    outer.allocate = { _, size in Python.inner.allocate?(Python.inner.context, size) }
    outer.allocateZeroed = { _, count, size in Python.inner.allocateZeroed?(Python.inner.context, count, size) }
    outer.reallocate = { _, block, size in
      let moved = Python.inner.reallocate?(Python.inner.context, block, size)
      if let moved, moved != block { Python.freed(UInt(bitPattern: block), frame: deed_frame()) }
      return moved
    }
    outer.free = { _, block in
      Python.freed(UInt(bitPattern: block), frame: deed_frame())
      Python.inner.free?(Python.inner.context, block)
    }
    withUnsafeMutablePointer(to: &outer) { set(objectDomain, $0) }
    return true
  }

  // MARK: The table, by blocks; the interpreter's lock is held by all who come here

  private static func slot(of block: UInt) -> Int {
    Int(truncatingIfNeeded: (UInt64(block >> 4) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (capacity - 1)
  }

  private static func find(_ block: UInt) -> Int? {
    guard let table, block != 0 else { return nil }
    var place = slot(of: block)
    while table[place].block != 0 {
      if table[place].block == block { return place }
      place = (place + 1) & (capacity - 1)
    }
    return nil
  }

  private static func insert(_ held: Held) -> Bool {
    if used * 2 >= capacity, !grow() { return false }
    guard let table else { return false }
    var place = slot(of: held.block)
    while table[place].block != 0 { place = (place + 1) & (capacity - 1) }
    table[place] = held
    used += 1
    return true
  }

  /// Those behind it in its run of places move up.
  private static func remove(_ place: Int) {
    guard let table else { return }
    let mask = capacity - 1
    var hole = place
    var next = (hole + 1) & mask
    table[hole].block = 0
    while table[next].block != 0 {
      let home = slot(of: table[next].block)
      if (next - home) & mask >= (next - hole) & mask {
        table[hole] = table[next]
        table[next].block = 0
        hole = next
      }
      next = (next + 1) & mask
    }
    used -= 1
  }

  private static func grow() -> Bool {
    let old = table
    let oldCapacity = capacity
    let wanted = max(1 << 12, oldCapacity * 2)
    guard let memory = OwnMemory.map(wanted * MemoryLayout<Held>.stride) else { return false }
    table = memory.bindMemory(to: Held.self, capacity: wanted)
    capacity = wanted
    used = 0
    for place in 0..<oldCapacity {
      if let held = old?[place], held.block != 0 { _ = insert(held) }
    }
    if let old { OwnMemory.unmap(old, oldCapacity * MemoryLayout<Held>.stride) }
    return true
  }
}
