/// A hash table from the compiler's pointers to small numbers.
///
/// Lowering asks it several times an event; a dictionary's hashing is the larger part of such a question. Keys are
/// never 0, and there is no removal of one.
struct PointerTable {
  static let absent = UInt32.max

  private var keys: [UInt]
  private var values: [UInt32]
  private var count = 0
  private var mask: Int

  init(capacity: Int = 64) {
    keys = Array(repeating: 0, count: capacity)
    values = Array(repeating: Self.absent, count: capacity)
    mask = capacity - 1
  }

  @inline(__always)
  private func place(_ key: UInt) -> Int {
    var index = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 24) & mask
    while keys[index] != 0 && keys[index] != key { index = (index + 1) & mask }
    return index
  }

  subscript(_ key: UInt) -> UInt32 {
    @inline(__always) get {
      let index = place(key)
      return keys[index] == 0 ? Self.absent : values[index]
    }
    set {
      let index = place(key)
      if keys[index] == 0 {
        keys[index] = key
        count += 1
        values[index] = newValue
        if count * 4 > keys.count * 3 { grow() }
      } else {
        values[index] = newValue
      }
    }
  }

  /// Takes a key that was not there; false if it was.
  mutating func insert(_ key: UInt) -> Bool {
    if self[key] != Self.absent { return false }
    self[key] = 1
    return true
  }

  mutating func removeAll() {
    if count == 0 { return }
    if keys.count > 4096 {
      self = PointerTable()
      return
    }
    for index in keys.indices { keys[index] = 0 }
    count = 0
  }

  private mutating func grow() {
    var larger = PointerTable(capacity: keys.count * 2)
    for index in keys.indices where keys[index] != 0 { larger[keys[index]] = values[index] }
    self = larger
  }
}
