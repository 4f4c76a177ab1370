import Claims
import Facts

/// A piece of a conversion's text: something around an expression, or something in a statement's place.
struct TextChange: Hashable {
  enum Kind: Hashable {
    /// Text before and after; of two around the same expression the one of the lower level is inside.
    case wrap(before: String, after: String, level: Int)
    /// The text in its place; what else was to be done inside of it goes with it.
    case replace(String)
  }

  var file: FileID
  var range: Range<Int>
  var kind: Kind
  /// Whose conversion needs it.
  var slots: [ClaimSlotID]
}

/// Puts the changes of one file together, nested as their expressions are.
struct ChangeComposer {
  let path: String
  let contentHash: UInt64
  /// What a slot is called, for the author of an edit.
  let name: (ClaimSlotID) -> String

  /// Two changes that cannot both be made.
  struct Collision: Error {
    var slots: [ClaimSlotID]
  }

  func edits(of changes: [TextChange]) throws(Collision) -> FileEdits {
    let byRange = Dictionary(grouping: changes.filter(\.isReplacement), by: \.range)
    // What stands inside of another replacement goes with it.
    let outermost = byRange.filter { range, _ in !byRange.keys.contains { $0 != range && $0.contains(range) } }
    let replacements = outermost.values.sorted { $0[0].range.lowerBound < $1[0].range.lowerBound }
    var file = FileEdits(path: path, contentHash: contentHash)
    var taken: [(range: Range<Int>, text: String, slots: [ClaimSlotID])] = []
    for group in replacements {
      let slots = group.flatMap(\.slots)
      guard Set(group.map(\.kind)).count == 1, case .replace(let text) = group[0].kind else {
        throw Collision(slots: slots)
      }
      if let last = taken.last, last.range.upperBound > group[0].range.lowerBound {
        throw Collision(slots: last.slots + slots)
      }
      taken.append((group[0].range, text, slots))
    }
    for (offset, insertion) in insertions(changes, outside: taken.map(\.range)) {
      if let next = taken.firstIndex(where: { $0.range.lowerBound == offset }) {
        taken[next].text = insertion.text + taken[next].text
        taken[next].slots += insertion.slots
      } else {
        taken.append((offset..<offset, insertion.text, insertion.slots))
      }
    }
    for one in taken {
      do {
        try file.add(Edit(range: one.range, replacement: one.text, author: one.slots.first.map(name) ?? ""))
      } catch {
        throw Collision(slots: one.slots)
      }
    }
    return file
  }

  private func insertions(
    _ changes: [TextChange], outside taken: [Range<Int>]
  ) -> [(Int, (text: String, slots: [ClaimSlotID]))] {
    struct Piece {
      var offset: Int
      /// Closing texts come first, of inner expressions before those of outer ones; opening ones the other way.
      var order: (Int, Int, Int)
      var text: String
      var slots: [ClaimSlotID]
    }
    struct Around: Hashable {
      var range: Range<Int>
      var kind: TextChange.Kind
    }
    var pieces: [Piece] = []
    var seen: Set<Around> = []
    for change in changes {
      guard case .wrap(let before, let after, let level) = change.kind,
        !taken.contains(where: { $0.contains(change.range) }),
        seen.insert(Around(range: change.range, kind: change.kind)).inserted
      else { continue }
      let range = change.range
      if !before.isEmpty {
        pieces.append(
          Piece(offset: range.lowerBound, order: (1, -range.upperBound, -level), text: before, slots: change.slots))
      }
      if !after.isEmpty {
        pieces.append(
          Piece(offset: range.upperBound, order: (0, -range.lowerBound, level), text: after, slots: change.slots))
      }
    }
    pieces.sort { ($0.offset, $0.order.0, $0.order.1, $0.order.2) < ($1.offset, $1.order.0, $1.order.1, $1.order.2) }
    var result: [(Int, (text: String, slots: [ClaimSlotID]))] = []
    for piece in pieces {
      if let last = result.last, last.0 == piece.offset {
        result[result.count - 1].1.text += piece.text
        result[result.count - 1].1.slots += piece.slots
      } else {
        result.append((piece.offset, (piece.text, piece.slots)))
      }
    }
    return result
  }
}

extension TextChange {
  var isReplacement: Bool {
    if case .replace = kind { return true }
    return false
  }
}

extension Range<Int> {
  func contains(_ other: Range<Int>) -> Bool { lowerBound <= other.lowerBound && other.upperBound <= upperBound }
}
