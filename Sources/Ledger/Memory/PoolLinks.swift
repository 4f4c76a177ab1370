/// Words by which a memory pool or a garbage collector chains its blocks, in front of the objects that it hands out. They hold
/// nothing: by them every object would hold its neighbours, and nothing could be lost.
///
/// A pool shows in that objects of several types lie equally far behind the beginnings of their blocks, and that a word at one place
/// in front of nearly all of them leads to the front of another. Where each such word is answered by one that leads back, one type is
/// enough, and what has more in front of it may be in the same chain: of two that point to each other not both can be owners.
struct PoolLinks {
  private static let fewestTypes = 3

  /// How far objects lie behind the beginnings of their blocks, at most.
  private(set) var front: UInt = 0
  /// How far a block's first object lies behind its beginning; 0 where no object is in it.
  private var fronts: [UInt] = []
  /// By front: the places of the words, from the beginning of a block.
  private var places: [UInt: Set<UInt>] = [:]
  /// By block: whether it is of the pool.
  private var isOfPool: [Bool] = []

  var isEmpty: Bool { places.isEmpty }

  init(_ image: MemoryImage, _ objects: LiveObjects) {
    fronts = [UInt](repeating: 0, count: image.starts.count)
    var types: [UInt: Set<Int32>] = [:]
    var blocks: [UInt: [Int]] = [:]
    var last = -1
    for (object, address) in objects.addresses.enumerated() {
      guard let block = image.block(of: address), block != last else { continue }
      last = block
      let distance = address - image.starts[block]
      fronts[block] = distance
      types[distance, default: []].insert(objects.types[object])
      blocks[distance, default: []].append(block)
    }
    let usual = blocks.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    blocks[0] = nil
    front = blocks.keys.max() ?? 0
    for (distance, blocks) in blocks {
      let isPool = distance == usual && types[distance]?.count ?? 0 >= Self.fewestTypes
      var links: [UInt: Int] = [:]
      for block in blocks {
        for word in image.words(in: block)
        where isLink(word, in: block, image) && (isPool || isAnswered(word, in: block, image)) {
          links[image.words[word].address - image.starts[block], default: 0] += 1
        }
      }
      let found = Set(links.filter { $0.value * 10 >= blocks.count * 9 }.keys)
      if !found.isEmpty { places[distance] = found }
    }
    front = places.keys.max() ?? 0
    isOfPool = [Bool](repeating: false, count: image.starts.count)
    let members = places.keys.flatMap { blocks[$0] ?? [] }
    for block in members { isOfPool[block] = true }
    followChain(image, from: members)
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

  /// From the front of one block to that of another.
  private func isLink(_ word: Int, in block: Int, _ image: MemoryImage) -> Bool {
    let other = Int(image.targets[word])
    let (address, value) = (image.words[word].address, image.words[word].value)
    return other != block && address - image.starts[block] < front(of: block)
      && value - image.starts[other] < front(of: other)
  }

  private func front(of block: Int) -> UInt { fronts[block] == 0 ? front : fronts[block] }

  private func isAnswered(_ word: Int, in block: Int, _ image: MemoryImage) -> Bool {
    let other = Int(image.targets[word])
    return image.words(in: other).contains { Int(image.targets[$0]) == block && isLink($0, in: other, image) }
  }

  /// Whether the word, one of that block's, is of the chain.
  func covers(_ word: Int, in block: Int, _ image: MemoryImage) -> Bool {
    guard isOfPool[block], isLink(word, in: block, image) else { return false }
    let place = image.words[word].address - image.starts[block]
    if fronts[block] > 0 { return places[fronts[block]]?.contains(place) ?? false }
    return places.values.contains { $0.contains(place) }
  }
}
