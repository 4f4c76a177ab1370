import Frontend

extension FileEdits {
  /// These edits and then others to the text that they make, as edits of the original alone.
  ///
  /// What the second edits touch of the first ones' texts becomes one edit with them.
  public func followed(by second: [CodeStyle.Replacement], original: [UInt8], made: [UInt8]) throws(EditConflict)
    -> FileEdits
  {
    guard !second.isEmpty else { return self }
    var shift = 0
    // By the made text: where each edit's new text lies.
    var first: [(made: Range<Int>, edit: Edit)] = []
    for edit in edits {
      let start = edit.range.lowerBound + shift
      first.append((start..<start + edit.replacement.utf8.count, edit))
      shift += edit.replacement.utf8.count - edit.range.count
    }
    var result = FileEdits(path: path, contentHash: contentHash)
    var (left, right) = (0, 0)
    shift = 0
    while left < first.count || right < second.count {
      // A cluster of edits that touch one another, by the made text.
      var cluster: Range<Int>
      if right == second.count || (left < first.count && first[left].made.lowerBound <= second[right].range.lowerBound)
      {
        cluster = first[left].made
      } else {
        cluster = second[right].range
      }
      let (firstStart, secondStart) = (left, right)
      while true {
        if left < first.count, first[left].made.lowerBound <= cluster.upperBound {
          cluster = cluster.lowerBound..<max(cluster.upperBound, first[left].made.upperBound)
          left += 1
        } else if right < second.count, second[right].range.lowerBound <= cluster.upperBound {
          cluster = cluster.lowerBound..<max(cluster.upperBound, second[right].range.upperBound)
          right += 1
        } else {
          break
        }
      }
      // Its ends are not inside of an edit, so they are the original's, shifted.
      let originalStart = cluster.lowerBound - shift
      for (made, edit) in first[firstStart..<left] { shift += made.count - edit.range.count }
      let originalEnd = cluster.upperBound - shift
      var text: [UInt8] = []
      var copied = cluster.lowerBound
      for replacement in second[secondStart..<right] {
        text += made[copied..<replacement.range.lowerBound]
        text += replacement.text.utf8
        copied = replacement.range.upperBound
      }
      text += made[copied..<cluster.upperBound]
      let authors = first[firstStart..<left].map(\.edit)
      let reviewed = authors.first { $0.safety != .safe }
      guard text != Array(original[originalStart..<originalEnd]) else { continue }
      try result.add(
        Edit(
          range: originalStart..<originalEnd, replacement: String(decoding: text, as: UTF8.self),
          author: authors.first?.author ?? "layout", safety: reviewed?.safety ?? .safe))
    }
    return result
  }
}
