import Claims
import Facts

/// Where one smart pointer would let go of its reference only for another to adopt it, the one is moved into the other:
/// `adopt_ref(made.detach())` is `std::move(made)`, and `adopt_ref(make().detach())` is `make()`.
///
/// The two halves are written apart, each at its border to raw code, and only here are they seen to be one.
struct DirectMoves {
  let words: SmartPointerWords
  let text: (FileID) -> SourceText?

  private struct Place: Hashable {
    var file: FileID
    var end: Int
  }

  func joined(_ changes: [TextChange]) -> [TextChange] {
    var detaching: [Place: Int] = [:]
    for (number, change) in changes.enumerated() where isDetaching(change) {
      detaching[Place(file: change.file, end: change.range.upperBound)] = number
    }
    if detaching.isEmpty { return changes }
    var isGone: Set<Int> = []
    var moves: [TextChange] = []
    for (number, change) in changes.enumerated() {
      guard case .wrap(let before, let after, _) = change.kind, words.isAdopting(before: before, after: after),
        let other = detaching[Place(file: change.file, end: change.range.upperBound)], !isGone.contains(other)
      else { continue }
      let slots = change.slots + changes[other].slots
      switch changes[other].kind {
      case .wrap:
        // What a call returns is moved as it is.
        guard changes[other].range == change.range, text(change.file)?.bytes[change.range].last == UInt8(ascii: ")")
        else { continue }
      case .replace:
        guard let move = move(change.range, changes[other].range, in: change.file, slots) else { continue }
        moves.append(move)
      }
      isGone.formUnion([number, other])
    }
    return changes.indices.filter { !isGone.contains($0) }.map { changes[$0] } + moves
  }

  private func isDetaching(_ change: TextChange) -> Bool {
    switch change.kind {
    case .wrap(let before, let after, _): before.isEmpty && after == words.detach
    case .replace(let text): text == words.detach
    }
  }

  /// `name.detach()` where `name` is a variable: moved, and in a `return` named.
  private func move(_ whole: Range<Int>, _ detach: Range<Int>, in file: FileID, _ slots: [ClaimSlotID]) -> TextChange? {
    guard let text = text(file), whole.lowerBound < detach.lowerBound, whole.upperBound == detach.upperBound else {
      return nil
    }
    let name = whole.lowerBound..<detach.lowerBound
    guard text.bytes[name].allSatisfy({ SourceText.isWord($0) }) else { return nil }
    let before = text.word(endingAt: text.skippingSpacesBackwards(from: whole.lowerBound))
    let isReturned = text[before] == "return" && text.byte(at: whole.upperBound) == UInt8(ascii: ";")
    let moved = isReturned ? text[name] : "std::move(\(text[name]))"
    return TextChange(file: file, range: whole, kind: .replace(moved), slots: slots)
  }
}
