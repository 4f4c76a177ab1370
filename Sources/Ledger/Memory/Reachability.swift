/// Whether anything of the program still reaches the objects that are alive at the end.
///
/// A block is reached from the program's data and stacks, through blocks that are reached. What nothing reaches is lost: for sure
/// where no other lost object leads to it, and indirectly where one does. A pointer into the middle of a block may be chance, so
/// that what is reached by such alone is possibly lost.
struct Reachability {
  /// Of each object.
  private(set) var classes: [LedgerSummary.Reach]
  /// Rings of lost objects that point to each other, and that no other lost object leads to.
  private(set) var rings: [[Int32]] = []
  let blocks: ObjectBlocks
  /// By word of the image: whether it holds nothing, though something is reached by it.
  let isIdle: [Bool]

  init(_ image: MemoryImage, _ objects: LiveObjects) {
    let links = PoolLinks(image, objects)
    var held = image
    if !links.isEmpty { held.remove { links.covers($0, in: $1, image) } }
    blocks = ObjectBlocks(held, objects, front: links.isEmpty ? 0 : links.front)
    isIdle = BackPointers(blocks, objects).isIdle
    classes = [LedgerSummary.Reach](repeating: .reachable, count: objects.count)
    let certain = mark(throughMiddle: false)
    let possible = mark(throughMiddle: true)
    for (object, block) in blocks.blockOf.enumerated() {
      let address = objects.addresses[object]
      if block < 0 {
        // Nobody can say of memory whose blocks are not known that it is lost.
        let isLoaded = blocks.image.isLoaded(address)
        classes[object] = blocks.image.isFree(address) ? .freed : isLoaded ? .reachable : .unknown
      } else if possible[Int(block)] {
        classes[object] = certain[Int(block)] ? .reachable : .possiblyLost
      }
    }
    sortLost(reached: possible)
  }

  // MARK: Reached

  private func mark(throughMiddle: Bool) -> [Bool] {
    let image = blocks.image
    var reached = [Bool](repeating: false, count: image.starts.count)
    var pending: [Int32] = []
    func reach(_ value: UInt, _ block: Int32) {
      guard !reached[Int(block)], throughMiddle || blocks.isCertain(value, block), !blocks.isBorder(value, block)
      else { return }
      reached[Int(block)] = true
      pending.append(block)
    }
    for (word, target) in zip(image.roots, image.rootTargets) { reach(word.value, target) }
    while let block = pending.popLast() {
      for word in image.words(in: Int(block)) { reach(image.words[word].value, image.targets[word]) }
    }
    return reached
  }

  // MARK: Lost

  /// Components of the graph of lost blocks, one behind the other.
  private struct Components {
    var members: [Int32] = []
    var ends: [Int] = []
    /// By block; -1 for none.
    var ofBlock: [Int32]

    subscript(index: Int) -> ArraySlice<Int32> { members[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
  }

  /// Tarjan's walk with a stack of its own: chains of blocks are long.
  private mutating func sortLost(reached: [Bool]) {
    let image = blocks.image
    var number = [Int32](repeating: -1, count: image.starts.count)
    var lowest = number
    var components = Components(ofBlock: number)
    var onStack = [Bool](repeating: false, count: number.count)
    var stack: [Int32] = []
    var next: Int32 = 0
    for start in blocks.blockOf where start >= 0 && !reached[Int(start)] && number[Int(start)] < 0 {
      var frames: [(block: Int, words: Range<Int>)] = []
      func enter(_ block: Int) {
        number[block] = next
        lowest[block] = next
        next += 1
        stack.append(Int32(block))
        onStack[block] = true
        frames.append((block, image.words(in: block)))
      }
      enter(Int(start))
      while let frame = frames.last {
        if let word = frame.words.first {
          frames[frames.count - 1].words.removeFirst()
          let successor = Int(image.targets[word])
          if reached[successor] || isIdle[word] { continue }
          if number[successor] < 0 {
            enter(successor)
          } else if onStack[successor] {
            lowest[frame.block] = min(lowest[frame.block], number[successor])
          }
          continue
        }
        frames.removeLast()
        if let parent = frames.last { lowest[parent.block] = min(lowest[parent.block], lowest[frame.block]) }
        guard lowest[frame.block] == number[frame.block] else { continue }
        while let member = stack.popLast() {
          onStack[Int(member)] = false
          components.ofBlock[Int(member)] = Int32(components.ends.count)
          components.members.append(member)
          if member == frame.block { break }
        }
        components.ends.append(components.members.count)
      }
    }
    classify(components, reached: reached)
  }

  /// Components come with what they lead to first: what holds an object makes all behind it indirectly lost.
  private mutating func classify(_ components: Components, reached: [Bool]) {
    let image = blocks.image
    var isBehind = [Bool](repeating: false, count: components.ends.count)
    for index in components.ends.indices.reversed() {
      let objects = components[index].flatMap { blocks.objects(in: Int($0)) }.sorted()
      for object in objects { classes[Int(object)] = isBehind[index] ? .indirectlyLost : .lost }
      guard isBehind[index] || !objects.isEmpty else { continue }
      var isRing = components[index].count > 1
      for block in components[index] {
        for word in image.words(in: Int(block)) where !reached[Int(image.targets[word])] && !isIdle[word] {
          let successor = image.targets[word]
          if Int(components.ofBlock[Int(successor)]) == index {
            isRing = isRing || successor == block
          } else {
            isBehind[Int(components.ofBlock[Int(successor)])] = true
          }
        }
      }
      if isRing, !isBehind[index], objects.count > 1 { rings.append(objects) }
    }
  }
}
