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
  private var blocks: Set<Int> = []

  var isEmpty: Bool { places.isEmpty }

  /// - Parameter objects: the types of objects, by address.
  init(_ image: MemoryImage, objects: [UInt: String]) {
    var first: [Int: UInt] = [:]
    for address in objects.keys {
      guard let block = image.block(of: address) else { continue }
      first[block] = min(first[block] ?? address, address)
    }
    var types: [UInt: Set<String>] = [:]
    var counts: [UInt: Int] = [:]
    for (block, address) in first {
      let distance = address - image.starts[block]
      types[distance, default: []].insert(objects[address] ?? "")
      counts[distance, default: 0] += 1
    }
    guard let usual = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key, usual > 0,
      types[usual]?.count ?? 0 >= Self.fewestTypes
    else { return }
    front = usual
    blocks = Set(first.filter { $0.value - image.starts[$0.key] == usual }.keys)
    var links: [UInt: Int] = [:]
    for block in blocks {
      for index in image.words(in: block) where isLink(image.words[index], in: block, image) {
        links[image.words[index].address - image.starts[block], default: 0] += 1
      }
    }
    places = Set(links.filter { $0.value * 10 >= blocks.count * 9 }.keys)
    followChain(image)
  }

  /// What the chain leads to is of the pool too, though no object is in it.
  private mutating func followChain(_ image: MemoryImage) {
    var pending = Array(blocks)
    while let block = pending.popLast() {
      for index in image.words(in: block) where cover(image.words[index], image) {
        guard let next = image.block(of: image.words[index].value), blocks.insert(next).inserted else { continue }
        pending.append(next)
      }
    }
  }

  private func isLink(_ word: MemoryImage.Word, in block: Int, _ image: MemoryImage) -> Bool {
    guard word.address - image.starts[block] < front, let other = image.block(of: word.value), other != block else {
      return false
    }
    return word.value - image.starts[other] < front
  }

  func cover(_ word: MemoryImage.Word, _ image: MemoryImage) -> Bool {
    guard let block = image.block(of: word.address), blocks.contains(block) else { return false }
    return places.contains(word.address - image.starts[block]) && isLink(word, in: block, image)
  }
}
