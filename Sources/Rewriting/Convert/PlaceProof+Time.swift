import Disciplines
import Facts

// When a place's reference goes, as the rest of its function sees it.

extension PlaceProof {
  /// Nothing happens after an event but the ends of scopes and other releases, and nothing is read that these may change: one there
  /// can be left to the smart pointer.
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
        case .scopeEnd, .constant, .null, .slot, .global, .field, .element, .function, .convert, .string, .compare,
          .not,
          .arithmetic, .select, .return:
          continue
        case .load where isLasting(body.operand(0, of: body.events[next])) || !isObserved(next): continue
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

  /// Whether more is done with a value than to release it too, and to ask whether there is one.
  private func isObserved(_ value: Int) -> Bool {
    body.events.indices.dropFirst(value + 1).contains { number in
      guard body.operands(of: body.events[number]).contains(where: { $0.index == value }) else {
        return false
      }
      switch body.events[number].operation {
      case .convert: return isObserved(number)
      case .compare, .not, .delete: return false
      default: return !isQuiet(number)
      }
    }
  }

  /// Whatever ends meanwhile, the same is read at an address.
  private func isLasting(_ address: ValueID) -> Bool {
    guard !address.isNone else { return false }
    switch body[address].operation {
    case .slot: return true
    case .field: return timing.lasting.contains(body[address].field)
    default: return false
    }
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
      if event.flags.contains(.isImplicit), facts[event.function].kind == .destructor {
        return timing.ends.contains(event.function) || isEndedAfter(event)
      }
      if primitives.destroys(event.function) { return true }
      let meaning = primitives.meaning(of: event.function)
      return meaning?.receiver == .releases
        || meaning?.arguments.values.contains { $0 == .releases || $0 == .releasesUnlessNull } == true
    default: return false
    }
  }

  /// Of locals and fields those end later that are declared before, and the base classes end last.
  private func isEndedAfter(_ end: Event) -> Bool {
    let object = body.operand(0, of: end)
    guard !object.isNone else { return false }
    let other = body[object]
    switch home {
    case .local, .borrowed:
      guard other.operation == .slot else { return false }
      let declared = facts[function].slots[other.slot].span
      return !declared.isNone && declared.file == name.file && declared.begin < name.begin
    case .fieldUnderDestruction:
      guard other.operation == .field else { return true }
      let declared = facts[other.field].span
      return !declared.isNone && declared.file == name.file && declared.begin < name.begin
    case .parameter, .field, .fieldUnderConstruction, .filled: return false
    }
  }
}
