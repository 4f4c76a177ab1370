/// Who holds the objects that are alive at the end, and whether anything of the program still reaches them.
///
/// A block is reached from the program's data and stacks, through blocks that are reached. What nothing reaches is lost: for sure
/// where no other lost object leads to it, and indirectly where one does. A pointer into the middle of a block may be chance, so
/// that what is reached by such alone is possibly lost.
struct Reachability {
  /// Of each object by its address.
  private(set) var classes: [UInt: LedgerSummary.Reach] = [:]
  /// The places that point to an object.
  private(set) var holders: [UInt: [LedgerSummary.Holder]] = [:]
  /// Rings of lost objects that point to each other, and that no other lost object leads to.
  private(set) var rings: [[UInt]] = []

  private let image: MemoryImage
  /// How much of a block may stand in front of what the program knows of it.
  private let front: UInt
  /// The live objects of each block, in order.
  private var objectsIn: [Int: [UInt]] = [:]
  private var blockOf: [UInt: Int] = [:]

  /// - Parameter objects: the types of live objects, by address.
  init(_ image: MemoryImage, objects: [UInt: String]) {
    let links = PoolLinks(image, objects: objects)
    front = links.isEmpty ? 0 : links.front
    var held = image
    if !links.isEmpty { held.remove { links.cover($0, image) } }
    self.image = held
    for address in objects.keys.sorted() {
      guard let block = image.block(of: address) else {
        // In a program's data, or in memory whose blocks are not known: nobody can say that it is lost.
        classes[address] = image.isFree(address) ? .freed : .reachable
        continue
      }
      blockOf[address] = block
      objectsIn[block, default: []].append(address)
    }
    let certain = mark(throughMiddle: false)
    let possible = mark(throughMiddle: true)
    for (address, block) in blockOf where possible[block] {
      classes[address] = certain[block] ? .reachable : .possiblyLost
    }
    sortLost(reached: possible)
    findHolders()
  }

  // MARK: Reached

  /// The beginning of a block, a few words behind it, or the place of an object inside it.
  private func isCertain(_ value: UInt, _ block: Int) -> Bool {
    blockOf[value] == block || value - image.starts[block] <= front + 16 && !isBorder(value, block)
  }

  /// The last word of a block is the head of the chunk behind it, to which the allocator's own lists lead.
  private func isBorder(_ value: UInt, _ block: Int) -> Bool {
    value > image.starts[block] && value - image.starts[block] == image.sizes[block] - 8 && blockOf[value] != block
  }

  private func mark(throughMiddle: Bool) -> [Bool] {
    var reached = [Bool](repeating: false, count: image.starts.count)
    var pending: [Int] = []
    func reach(_ value: UInt) {
      guard let block = image.block(of: value), !reached[block], throughMiddle || isCertain(value, block),
        !isBorder(value, block)
      else { return }
      reached[block] = true
      pending.append(block)
    }
    for word in image.roots { reach(word.value) }
    while let block = pending.popLast() {
      for index in image.words(in: block) { reach(image.words[index].value) }
    }
    return reached
  }

  // MARK: Lost

  /// Components of the graph of lost blocks, by Tarjan's walk with a stack of its own: chains of blocks are long.
  private mutating func sortLost(reached: [Bool]) {
    var number = [Int32](repeating: -1, count: image.starts.count)
    var lowest = number
    var component = number
    var onStack = [Bool](repeating: false, count: number.count)
    var stack: [Int] = []
    var components: [[Int]] = []
    var next: Int32 = 0
    let image = image
    func successors(_ block: Int) -> [Int] {
      image.words(in: block).compactMap { image.block(of: image.words[$0].value) }.filter { !reached[$0] }
    }
    for start in objectsIn.keys.sorted() where !reached[start] && number[start] < 0 {
      var frames: [(block: Int, successors: [Int], at: Int)] = []
      func enter(_ block: Int) {
        number[block] = next
        lowest[block] = next
        next += 1
        stack.append(block)
        onStack[block] = true
        frames.append((block, successors(block), 0))
      }
      enter(start)
      while let frame = frames.last {
        if frame.at < frame.successors.count {
          frames[frames.count - 1].at += 1
          let successor = frame.successors[frame.at]
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
        var members: [Int] = []
        while let member = stack.popLast() {
          onStack[member] = false
          component[member] = Int32(components.count)
          members.append(member)
          if member == frame.block { break }
        }
        components.append(members)
      }
    }
    classify(components, component, successors)
  }

  /// Components come with what they lead to first: what holds an object makes all behind it indirectly lost.
  private mutating func classify(_ components: [[Int]], _ component: [Int32], _ successors: (Int) -> [Int]) {
    var isBehind = [Bool](repeating: false, count: components.count)
    for index in components.indices.reversed() {
      let objects = components[index].flatMap { objectsIn[$0] ?? [] }.sorted()
      for address in objects { classes[address] = isBehind[index] ? .indirectlyLost : .lost }
      let passesOn = isBehind[index] || !objects.isEmpty
      guard passesOn else { continue }
      var isRing = components[index].count > 1
      for block in components[index] {
        for successor in successors(block) {
          if Int(component[successor]) == index {
            isRing = isRing || successor == block
          } else {
            isBehind[Int(component[successor])] = true
          }
        }
      }
      if isRing, !isBehind[index], objects.count > 1 { rings.append(objects) }
    }
  }

  // MARK: Holders

  private static let mostHolders = 16
  private var lastNoted: [UInt: MemoryImage.Word] = [:]

  private mutating func findHolders() {
    let behind = blocksBehindObjects()
    for word in image.words {
      // What stands in memory that was freed holds nothing.
      guard let block = blockOf[word.value] ?? image.block(of: word.value), objectsIn[block] != nil,
        let holder = image.block(of: word.address)
      else { continue }
      let owner = owner(of: word.address)
      note(word, inObject: owner ?? behind[holder], isDirect: owner != nil)
    }
    for word in image.roots { note(word, inObject: nil, isDirect: false) }
  }

  /// The object in whose block an address lies.
  private func owner(of address: UInt) -> UInt? {
    guard let block = image.block(of: address), let objects = objectsIn[block] else { return nil }
    return objects.last { $0 <= address } ?? objects.first
  }

  /// Blocks in which no object is belong to the object that points to them, as the memory of a container does that is its
  /// member; also by way of other such blocks. What a variable points to is the variable's.
  private func blocksBehindObjects() -> [Int: UInt] {
    var owners: [Int: UInt] = [:]
    let ofVariables = Set(
      image.roots.compactMap { word in image.block(of: word.value).flatMap { isCertain(word.value, $0) ? $0 : nil } })
    var pending: [(block: Int, owner: UInt)] = []
    for word in image.words {
      guard let owner = owner(of: word.address), let block = image.block(of: word.value), objectsIn[block] == nil,
        isCertain(word.value, block), !ofVariables.contains(block)
      else { continue }
      pending.append((block, owner))
    }
    while let (block, owner) = pending.popLast() {
      guard owners[block] == nil else { continue }
      owners[block] = owner
      for index in image.words(in: block) {
        let value = image.words[index].value
        guard let next = image.block(of: value), objectsIn[next] == nil, isCertain(value, next),
          !ofVariables.contains(next)
        else {
          continue
        }
        pending.append((next, owner))
      }
    }
    return owners
  }

  private mutating func note(_ word: MemoryImage.Word, inObject owner: UInt?, isDirect: Bool) {
    guard let block = image.block(of: word.value), let objects = objectsIn[block], isCertain(word.value, block) else {
      return
    }
    let object = objects.last { $0 <= word.value } ?? objects[0]
    // An object's pointer to itself holds nothing.
    guard owner != object, holders[object, default: []].count < Self.mostHolders else { return }
    // A smart pointer of two words, one for the object and one for its count, is one holder.
    if let last = lastNoted[object], last.address + 8 == word.address, last.value != word.value { return }
    lastNoted[object] = word
    holders[object, default: []].append(
      LedgerSummary.Holder(
        place: word.address, owner: owner, isDirect: isDirect, isBlock: image.block(of: word.address) != nil))
  }
}
