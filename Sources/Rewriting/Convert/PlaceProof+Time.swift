import Disciplines
import Facts

// When a place's reference goes, as the rest of its function sees it.

extension PlaceProof {
  /// Nothing happens after an event but the ends of scopes and other releases: one there can be left to the smart pointer.
  func isLast(_ event: Int) -> Bool {
    guard let first = body.blocks.indices.first(where: { body.blocks[$0].events.contains(event) }) else { return false }
    let ownSlot = home == .local
    var seen: Set<Int> = [first]
    var open = [(first, event + 1)]
    paths: while let (number, start) = open.popLast() {
      let block = body.blocks[number]
      for next in start..<max(start, block.events.upperBound) {
        switch body.events[next].operation {
        case .scopeEnd where ownSlot && uses[next]?.contains(where: { $0.kind == .ends }) == true: continue paths
        case .scopeEnd, .constant, .null, .slot, .global, .field, .load, .convert, .string, .compare, .not, .return:
          continue
        default:
          if isQuiet(next) { continue }
          return false
        }
      }
      for edge in body.successors(of: block) where seen.insert(edge.target.index).inserted {
        open.append((edge.target.index, body.blocks[edge.target].events.lowerBound))
      }
    }
    return true
  }

  /// The place is set again before anything else happens, on every way.
  func isSetNext(after event: Int) -> Bool {
    guard let first = body.blocks.indices.first(where: { body.blocks[$0].events.contains(event) }) else { return false }
    var seen: Set<Int> = [first]
    var open = [(first, event + 1)]
    paths: while let (number, start) = open.popLast() {
      let block = body.blocks[number]
      for next in start..<max(start, block.events.upperBound) {
        if let use = uses[next]?.first {
          guard use.kind != .looks && use.kind != .tests && use.kind != .ends else { return false }
          continue paths
        }
        switch body.events[next].operation {
        case .constant, .null, .slot, .global, .field, .load, .convert, .string: continue
        default: return false
        }
      }
      if BlockID(number) == body.exit { return false }
      for edge in body.successors(of: block) where !edge.isUnreachable && seen.insert(edge.target.index).inserted {
        open.append((edge.target.index, body.blocks[edge.target].events.lowerBound))
      }
    }
    return true
  }

  /// Other objects' releases and deletes, and the tests before them, say nothing of the time of this one.
  private func isQuiet(_ number: Int) -> Bool {
    let event = body.events[number]
    switch event.operation {
    case .delete: return true
    case .call:
      guard !event.flags.contains(.isIndirect) else { return false }
      if event.flags.contains(.isImplicit) { return true }
      let meaning = primitives.meaning(of: event.function)
      return meaning?.receiver == .releases
        || meaning?.arguments.values.contains { $0 == .releases || $0 == .releasesUnlessNull } == true
    default: return false
    }
  }
}
