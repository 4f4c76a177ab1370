/// A map from small numbers, kept as one sorted array: states are copied, compared and hashed far more often than
/// they are changed, and most hold fewer than thirty entries, where a binary search beats hashing.
struct FlatMap<Value: Hashable & Sendable>: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    var key: UInt32
    var value: Value
  }

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }

  private func position(of key: UInt32) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  subscript(key: UInt32) -> Value? {
    get {
      let place = position(of: key)
      return place < entries.count && entries[place].key == key ? entries[place].value : nil
    }
    set {
      let place = position(of: key)
      let isThere = place < entries.count && entries[place].key == key
      switch (newValue, isThere) {
      case (let value?, true): entries[place].value = value
      case (let value?, false): entries.insert(Entry(key: key, value: value), at: place)
      case (nil, true): entries.remove(at: place)
      case (nil, false): break
      }
    }
  }

  /// Most often nothing goes: then the array stays shared with the states that were forked from this one.
  mutating func removeAll(where isGone: (Entry) -> Bool) {
    guard let first = entries.firstIndex(where: isGone) else { return }
    var kept = Array(entries[..<first])
    kept.reserveCapacity(entries.count - 1)
    for entry in entries[(first + 1)...] where !isGone(entry) { kept.append(entry) }
    entries = kept
  }

  mutating func mapValues(_ change: (Entry) -> Value) {
    for index in entries.indices {
      let value = change(entries[index])
      if value != entries[index].value { entries[index].value = value }
    }
  }

  /// The entries that both maps have alike: what two paths agree on.
  func intersection(_ other: Self) -> Self {
    var result = self
    result.removeAll { other[$0.key] != $0.value }
    return result
  }
}

extension FlatMap {
  subscript(term: TermID) -> Value? {
    get { self[term.rawValue] }
    set { self[term.rawValue] = newValue }
  }
}
