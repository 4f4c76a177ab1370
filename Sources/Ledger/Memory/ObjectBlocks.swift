/// Which blocks of malloc the live objects lie in, and what a pointer into a block means.
struct ObjectBlocks {
  let image: MemoryImage
  let addresses: [UInt]
  /// By object; -1 where it is in no block.
  let blockOf: [Int32]
  /// How much of a block may stand in front of what the program knows of it.
  private let front: UInt
  /// By block: its first object, and how many there are; objects of a block follow each other.
  private var first: [Int32]
  private var counts: [Int32]

  init(_ image: MemoryImage, _ objects: LiveObjects, front: UInt) {
    self.image = image
    self.front = front
    addresses = objects.addresses
    blockOf = objects.addresses.map { Int32(image.block(of: $0) ?? -1) }
    first = [Int32](repeating: 0, count: image.starts.count)
    counts = first
    for (object, block) in blockOf.enumerated() where block >= 0 {
      if counts[Int(block)] == 0 { first[Int(block)] = Int32(object) }
      counts[Int(block)] += 1
    }
  }

  func objects(in block: Int) -> Range<Int32> { first[block]..<first[block] + counts[block] }

  /// The object at an address, or the last one in front of it in the block, or the block's first; nil where there is none.
  func object(at address: UInt, in block: Int) -> Int32? {
    let objects = objects(in: block)
    var low = objects.lowerBound
    var high = objects.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if addresses[Int(middle)] <= address { low = middle + 1 } else { high = middle }
    }
    return low > objects.lowerBound ? low - 1 : objects.first
  }

  private func isObject(_ address: UInt, _ block: Int32) -> Bool {
    object(at: address, in: Int(block)).map { addresses[Int($0)] == address } ?? false
  }

  /// The beginning of a block, a few words behind it, or the place of an object inside it.
  func isCertain(_ value: UInt, _ block: Int32) -> Bool {
    value - image.starts[Int(block)] <= front + 16 && !isBorder(value, block) || isObject(value, block)
  }

  /// The last word of a block is the head of the chunk behind it, to which the allocator's own lists lead.
  func isBorder(_ value: UInt, _ block: Int32) -> Bool {
    let (start, size) = (image.starts[Int(block)], image.sizes[Int(block)])
    return value > start && value - start == size - 8 && !isObject(value, block)
  }
}
