/// Words in objects that point to others and hold nothing: a child's way back to its parent, as a rule, or an observer's to what it looks
/// at.
///
/// Such a field shows where more objects point to one by it than that one has references; it is believed of every object of its type.
struct BackPointers {
  private struct Field: Hashable {
    var type: Int32
    var offset: UInt
  }

  private var fields: Set<Field> = []
  private let blocks: ObjectBlocks
  private let types: [Int32]

  init(_ blocks: ObjectBlocks, _ objects: LiveObjects) {
    self.blocks = blocks
    types = objects.types
    var incoming = [Int32](repeating: 0, count: objects.count)
    forEachPointer { incoming[Int($1)] += 1 }
    // Few are pointed to so often: of the others no field can show.
    var counts: [Int32: [Field: Int32]] = [:]
    forEachPointer { field, object in
      guard incoming[Int(object)] > objects.references[Int(object)] else { return }
      counts[object, default: [:]][field, default: 0] += 1
    }
    for (object, counts) in counts {
      for (field, count) in counts where count > objects.references[Int(object)] { fields.insert(field) }
    }
  }

  /// By word of the image: whether it is such a field.
  var isIdle: [Bool] {
    var isIdle = [Bool](repeating: false, count: blocks.image.words.count)
    guard !fields.isEmpty else { return isIdle }
    for block in blocks.image.starts.indices where !blocks.objects(in: block).isEmpty {
      for word in blocks.image.words(in: block) {
        isIdle[word] = field(word, in: block).map(fields.contains) ?? false
      }
    }
    return isIdle
  }

  private func field(_ word: Int, in block: Int) -> Field? {
    let address = blocks.image.words[word].address
    guard let owner = blocks.object(at: address, in: block), blocks.addresses[Int(owner)] <= address else { return nil }
    return Field(type: types[Int(owner)], offset: address - blocks.addresses[Int(owner)])
  }

  /// From one object to the place of another.
  private func forEachPointer(_ body: (Field, _ object: Int32) -> Void) {
    let image = blocks.image
    for block in image.starts.indices where !blocks.objects(in: block).isEmpty {
      for word in image.words(in: block) {
        let target = Int(image.targets[word])
        guard !blocks.objects(in: target).isEmpty, let field = field(word, in: block),
          let object = blocks.object(at: image.words[word].value, in: target),
          blocks.addresses[Int(object)] == image.words[word].value
        else { continue }
        body(field, object)
      }
    }
  }
}
