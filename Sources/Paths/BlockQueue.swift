/// Blocks that wait to be walked, the one first after which nothing comes that leads to it.
///
/// A block that is reached from before waits at its own rank. One that is reached only from within its loop waits until the
/// whole loop has been walked: so ways that meet again are merged before they go on, and a loop settles before what follows it.
struct BlockQueue {
  /// A binary heap of (key, block); a block may stand in it more than once, and its least key counts.
  private var heap: [(key: Int, block: Int)] = []
  private var keys: [Int]

  init(blocks: Int) { keys = Array(repeating: Int.max, count: blocks) }

  mutating func insert(_ block: Int, key: Int) {
    guard key < keys[block] else { return }
    keys[block] = key
    heap.append((key, block))
    var place = heap.count - 1
    while place > 0, isBefore(place, (place - 1) / 2) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popFirst() -> Int? {
    while let first = heap.first {
      removeFirst()
      guard keys[first.block] == first.key else { continue }
      keys[first.block] = Int.max
      return first.block
    }
    return nil
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (heap[left].key, heap[left].block) < (heap[right].key, heap[right].block)
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(child, least) { least = child }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
