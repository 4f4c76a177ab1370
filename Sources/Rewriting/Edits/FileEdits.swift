import Facts

/// The edits of one file, in order and without overlap.
public struct FileEdits: Hashable, Sendable {
  public let path: String
  /// `ContentHash` of the text that the ranges count in.
  public let contentHash: UInt64
  public private(set) var edits: [Edit] = []
  public let change: Change

  public enum Change: Hashable, Sendable {
    case edited
    /// There was no file: the edits' text is all of it.
    case created
    /// The file goes.
    case removed
  }

  public init(path: String, contentHash: UInt64, change: Change = .edited) {
    self.path = path
    self.contentHash = contentHash
    self.change = change
  }

  /// A file that is not there yet.
  public init(creating path: String, text: String, author: String) {
    self.init(path: path, contentHash: ContentHash.of([]), change: .created)
    edits = [Edit(range: 0..<0, replacement: text, author: author)]
  }

  /// Adds an edit in its place. The same change proposed twice is one change: a header's declaration is reached from
  /// each of its instantiations. Anything else that overlaps is an error that names both, for a dropped edit is a lie.
  public mutating func add(_ edit: Edit) throws(EditConflict) {
    let place = edits.partitioningIndex { $0.range.lowerBound >= edit.range.lowerBound }
    for index in [place - 1, place] where edits.indices.contains(index) {
      let other = edits[index]
      if other.range == edit.range && other.replacement == edit.replacement {
        if edit.safety != .safe { edits[index].safety = edit.safety }
        return
      }
      guard !overlap(other.range, edit.range) else {
        throw EditConflict(path: path, first: other, second: edit)
      }
    }
    edits.insert(edit, at: place)
  }

  /// Puts text before whatever else is done at a place.
  public mutating func insert(_ text: String, before offset: Int, author: String) throws(EditConflict) {
    if let index = edits.firstIndex(where: { $0.range.lowerBound == offset }) {
      edits[index].replacement = text + edits[index].replacement
    } else {
      try add(Edit(range: offset..<offset, replacement: text, author: author))
    }
  }

  /// Two insertions at one place overlap too: their order would be an accident. So does an insertion into what is
  /// taken out, which `Range.overlaps` does not count.
  private func overlap(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.lowerBound == right.lowerBound
      || (left.lowerBound < right.lowerBound ? right.lowerBound < left.upperBound : left.lowerBound < right.upperBound)
  }

  /// The text after the edits; `nil` where an edit lies outside of the text.
  public func applied(to original: [UInt8]) -> [UInt8]? {
    guard (edits.last?.range.upperBound ?? 0) <= original.count else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(original.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
    var copied = 0
    for edit in edits {
      result += original[copied..<edit.range.lowerBound]
      result += edit.replacement.utf8
      copied = edit.range.upperBound
    }
    return result + original[copied...]
  }
}

extension Array {
  /// The first index whose element satisfies a predicate that is false and then true along the array.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
