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
}

/// A state together with how it was reached, which does not tell states apart.
struct Path: Sendable {
  var state: State
  var trace: TraceID
}
