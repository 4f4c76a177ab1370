import Facts
import Synchronization

/// The bodies of headers' functions that earlier units of a group have lowered, so that later ones need not parse them.
///
/// What a unit may skip must not depend on how far other threads have come. So the n-th unit skips what the first 2^k
/// units lowered, where 2^k is the greatest power of two up to n, and waits until those are done: they were begun before
/// it, and there are few such waits.
final class LoweredBodies: Sendable {
  /// Offsets of functions' names, by path.
  typealias Places = [String: Set<UInt32>]

  private struct State {
    var places: Places = [:]
    /// Units that are done before all lower ones are.
    var early: [Int: Places] = [:]
    var done = 0
  }

  private let state = Mutex(State())
  /// By k.
  private let gates: [Gate<Places>]

  init(unitCount: Int) {
    var gates: [Gate<Places>] = []
    while 1 << gates.count < unitCount { gates.append(Gate()) }
    self.gates = gates
  }

  /// What the unit of that number in the group may skip.
  func skippable(by unit: Int) -> Places {
    guard unit > 0 else { return [:] }
    return gates[Int.bitWidth - 1 - unit.leadingZeroBitCount].wait()
  }

  /// Every unit must say that it is done, one that failed with no places.
  func finish(_ unit: Int, lowered: Places) {
    state.withLock { state in
      state.early[unit] = lowered
      while let next = state.early.removeValue(forKey: state.done) {
        for (path, offsets) in next { state.places[path, default: []].formUnion(offsets) }
        state.done += 1
        if state.done.nonzeroBitCount == 1, state.done.trailingZeroBitCount < gates.count {
          gates[state.done.trailingZeroBitCount].open(with: state.places)
        }
      }
    }
  }

  /// Where the bodies in a unit's facts stand, other than those in the source itself. Instantiations are each unit's own.
  static func places(in facts: FactBase, besides source: String) -> Places {
    var places: Places = [:]
    for function in facts.functions where function.body != nil && !function.span.isNone {
      guard !function.flags.contains(.isInstantiation), !function.flags.contains(.hasErrors), !function.span.isFromMacro
      else { continue }
      let path = facts[facts[function.span.file].path]
      if path != source { places[path, default: []].insert(function.span.begin) }
    }
    return places
  }
}
