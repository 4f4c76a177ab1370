/// Words by which a memory pool chains its blocks, in front of the objects that it hands out. They hold nothing: by them every object
/// would hold its neighbours, and nothing could be lost.
///
/// A pool shows in that objects of several types lie equally far behind the beginnings of their blocks, and that a word at one place
/// in front of nearly all of them leads to the front of another.
struct PoolLinks {
  private static let fewestTypes = 3

  /// How far objects lie behind the beginnings of their blocks.
  private(set) var front: UInt = 0
  /// The places of the words, from the beginning of a block.
  private var places: Set<UInt> = []
  /// By block: whether it is of the pool.
  private var isOfPool: [Bool] = []

  var isEmpty: Bool { places.isEmpty }

  init(_ image: MemoryImage, _ objects: LiveObjects) {
    var types: [UInt: Set<Int32>] = [:]
    var counts: [UInt: Int] = [:]
    /// The first object of each block.
    func forEachFirst(_ body: (_ block: Int, _ distance: UInt, _ object: Int) -> Void) {
      var last = -1
      for (object, address) in objects.addresses.enumerated() {
        guard let block = image.block(of: address), block != last else { continue }
        last = block
        body(block, address - image.starts[block], object)
      }
    }
    forEachFirst { _, distance, object in
      types[distance, default: []].insert(objects.types[object])
      counts[distance, default: 0] += 1
    }
    guard let usual = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key, usual > 0,
      types[usual]?.count ?? 0 >= Self.fewestTypes
    else { return }
    front = usual
    isOfPool = [Bool](repeating: false, count: image.starts.count)
    var blocks: [Int] = []
    forEachFirst { block, distance, _ in
      guard distance == usual else { return }
      isOfPool[block] = true
      blocks.append(block)
    }
    var links: [UInt: Int] = [:]
    for block in blocks {
      for word in image.words(in: block) where isLink(word, in: block, image) {
        links[image.words[word].address - image.starts[block], default: 0] += 1
      }
    }
    places = Set(links.filter { $0.value * 10 >= blocks.count * 9 }.keys)
    followChain(image, from: blocks)
  }

  /// What the chain leads to is of the pool too, though no object is in it.
  private mutating func followChain(_ image: MemoryImage, from blocks: [Int]) {
    var pending = blocks
    while let block = pending.popLast() {
      for word in image.words(in: block) where covers(word, in: block, image) {
        let next = Int(image.targets[word])
        if isOfPool[next] { continue }
        isOfPool[next] = true
        pending.append(next)
      }
    }
  }

  private func isLink(_ word: Int, in block: Int, _ image: MemoryImage) -> Bool {
    let other = Int(image.targets[word])
    let (address, value) = (image.words[word].address, image.words[word].value)
    return other != block && address - image.starts[block] < front && value - image.starts[other] < front
  }

  /// Whether the word, one of that block's, is of the chain.
  func covers(_ word: Int, in block: Int, _ image: MemoryImage) -> Bool {
    isOfPool[block] && places.contains(image.words[word].address - image.starts[block])
      && isLink(word, in: block, image)
  }
}
