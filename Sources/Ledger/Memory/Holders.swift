/// What points to the live objects, word by word.
struct Holders {
  /// A word that points to an object.
  struct Holder {
    var object: Int32
    /// The live object that the word is in, or in memory of which it is; -1 for none.
    var owner: Int32
    /// In the image's words; of its roots as many below zero, from -1.
    var word: Int32
    var isDirect: Bool
  }

  private(set) var all: [Holder] = []
  /// By object: whether memory that it holds itself points back to it.
  private(set) var isHeldByOwnMemory: [Bool]
  /// By block in which no object is: the word of the program's data from which it is reached first, in the image's roots; -1 for none.
  private var variables: [Int32]

  private let blocks: ObjectBlocks
  /// By object: the word that was noted last.
  private var lastNoted: [Int32]

  /// - Parameter isIdle: by word of the image, what holds nothing.
  init(_ blocks: ObjectBlocks, isIdle: [Bool]) {
    self.blocks = blocks
    lastNoted = [Int32](repeating: .min, count: blocks.addresses.count)
    isHeldByOwnMemory = [Bool](repeating: false, count: blocks.addresses.count)
    variables = [Int32](repeating: -1, count: blocks.image.starts.count)
    followVariables()
    let behind = blocksBehindObjects()
    let image = blocks.image
    for block in image.starts.indices {
      for word in image.words(in: block) where !blocks.objects(in: Int(image.targets[word])).isEmpty && !isIdle[word] {
        let owner = blocks.object(at: image.words[word].address, in: block)
        note(Int32(word), image.words[word], image.targets[word], owner ?? behind[block], isDirect: owner != nil)
      }
    }
    for (index, word) in image.roots.enumerated() {
      note(-1 - Int32(index), word, image.rootTargets[index], -1, isDirect: false)
    }
  }

  /// The address of the word, or of the variable behind which its block is; nil where that is not known.
  func variable(of holder: Holder) -> UInt? {
    if holder.word < 0 { return blocks.image.roots[Int(-1 - holder.word)].address }
    let address = blocks.image.words[Int(holder.word)].address
    guard let block = blocks.image.block(of: address), variables[block] >= 0 else { return nil }
    return blocks.image.roots[Int(variables[block])].address
  }

  /// Where the word is, from the beginning of the object that it is in.
  func offset(of holder: Holder) -> Int {
    Int(bitPattern: blocks.image.words[Int(holder.word)].address &- blocks.addresses[Int(holder.owner)])
  }

  /// Through blocks in which no object is.
  private mutating func followVariables() {
    var pending: [(block: Int32, root: Int32)] = []
    let image = blocks.image
    for (index, word) in image.roots.enumerated().reversed() {
      let target = image.rootTargets[index]
      if blocks.objects(in: Int(target)).isEmpty, blocks.isCertain(word.value, target), image.isLoaded(word.address) {
        pending.append((target, Int32(index)))
      }
    }
    while let (block, root) = pending.popLast() {
      guard variables[Int(block)] < 0 else { continue }
      variables[Int(block)] = root
      for word in image.words(in: Int(block)) {
        let target = image.targets[word]
        guard blocks.objects(in: Int(target)).isEmpty, blocks.isCertain(image.words[word].value, target) else {
          continue
        }
        pending.append((target, root))
      }
    }
  }

  /// Blocks in which no object is belong to the object that points to them, as the memory of a container does that is its
  /// member; also by way of other such blocks. What a variable points to is the variable's.
  private func blocksBehindObjects() -> [Int32] {
    let image = blocks.image
    var owners = [Int32](repeating: -1, count: image.starts.count)
    var isOfVariable = [Bool](repeating: false, count: image.starts.count)
    for (word, target) in zip(image.roots, image.rootTargets) where blocks.isCertain(word.value, target) {
      isOfVariable[Int(target)] = true
    }
    var pending: [(block: Int32, owner: Int32)] = []
    func follow(_ block: Int, _ owner: (Int) -> Int32?) {
      for word in image.words(in: block) {
        let target = image.targets[word]
        guard blocks.objects(in: Int(target)).isEmpty, blocks.isCertain(image.words[word].value, target),
          !isOfVariable[Int(target)], let owner = owner(word)
        else { continue }
        pending.append((target, owner))
      }
    }
    for block in image.starts.indices where !blocks.objects(in: block).isEmpty {
      follow(block) { blocks.object(at: image.words[$0].address, in: block) }
    }
    while let (block, owner) = pending.popLast() {
      guard owners[Int(block)] < 0 else { continue }
      owners[Int(block)] = owner
      follow(Int(block)) { _ in owner }
    }
    return owners
  }

  private mutating func note(
    _ number: Int32, _ word: MemoryImage.Word, _ target: Int32, _ owner: Int32, isDirect: Bool
  ) {
    guard let object = blocks.object(at: word.value, in: Int(target)), blocks.isCertain(word.value, target) else {
      return
    }
    // An object's pointer to itself holds nothing.
    if owner == object {
      if !isDirect, word.value == blocks.addresses[Int(object)] { isHeldByOwnMemory[Int(object)] = true }
      return
    }
    // A smart pointer of two words, one for the object and one for its count, is one holder.
    if let last = self.word(lastNoted[Int(object)]), last.address + 8 == word.address, last.value != word.value {
      return
    }
    lastNoted[Int(object)] = number
    all.append(Holder(object: object, owner: owner, word: number, isDirect: isDirect))
  }

  private func word(_ number: Int32) -> MemoryImage.Word? {
    if number == .min { return nil }
    return number < 0 ? blocks.image.roots[Int(-1 - number)] : blocks.image.words[Int(number)]
  }
}
