import Facts

/// All that is known at one point of one path.
struct State: Hashable, Sendable {
  /// By address: the value that stands there. What is not named stands there since the function began.
  var memory = FlatMap<TermID>()
  /// By object: the frame's references.
  var holdings = FlatMap<Holding>()
  /// By value: the numbers that it may be.
  var constraints = FlatMap<Constraint>()
  /// By event: values that later blocks use.
  var values = FlatMap<TermID>()
  /// What is returned, once a `return` was met: destructors still run after it.
  var returned = TermID.none
  var returnEvent = UInt32.max
  /// The event, or the meeting of ways, since which all memory that others can reach may hold other things than at the start:
  /// where there were too many places to say so of each.
  var changedAt = UInt32.max
  /// Places were forgotten of which there were too many.
  var hasForgotten = false
  var error = PendingError.untouched
}

extension State {
  /// Every stored property of a state and of a holding has to go in, or states that differ only in it are taken for one.
  ///
  /// Stands for the whole state where states are told apart.
  var spread: UInt64 {
    var mix = Mix()
    for entry in memory.entries { mix.add(UInt64(entry.key) << 32 | UInt64(entry.value.rawValue)) }
    mix.add(1)
    for entry in holdings.entries {
      let holding = entry.value
      let counts = UInt64(UInt16(bitPattern: holding.owned)) << 16 | UInt64(holding.flags.rawValue)
      mix.add(UInt64(entry.key) << 32 | counts, UInt64(holding.keeper.rawValue) << 32 | UInt64(holding.origin))
      if !holding.key.isNone { mix.add(UInt64(holding.key.rawValue)) }
    }
    mix.add(2)
    for entry in constraints.entries { mix.add(UInt64(entry.key), entry.value.spread) }
    mix.add(3)
    for entry in values.entries { mix.add(UInt64(entry.key) << 32 | UInt64(entry.value.rawValue)) }
    mix.add(UInt64(returned.rawValue) << 32 | UInt64(returnEvent), UInt64(changedAt) << 1 | (hasForgotten ? 1 : 0))
    mix.add(error.spread)
    return mix.value
  }
}

/// A state together with how it was reached, which does not tell states apart.
struct Path: Sendable {
  var state: State
  var trace: TraceID
}
