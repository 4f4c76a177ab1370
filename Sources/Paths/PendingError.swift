/// Whether an error is pending, in frameworks that keep one.
enum PendingError: Hashable, Sendable {
  /// As it was when the function began; where a framework calls in, there is none.
  case untouched
  case cleared
  case set
  /// There is one if the call at this event failed: null, a negative number, or (`isFalse`) zero.
  case pending(UInt32, isFalse: Bool)
  case unknown

  /// After a call that sets one where it fails.
  func pending(_ event: UInt32, isFalse: Bool) -> PendingError {
    switch self {
    case .untouched: .pending(event, isFalse: isFalse)
    case .set: .set
    case .cleared, .pending, .unknown: .unknown
    }
  }

  /// As a caller sees it, who does not know this function's events.
  var outside: PendingError {
    if case .pending = self { return .unknown }
    return self
  }

  /// A number that tells it from the others.
  var spread: UInt64 {
    switch self {
    case .untouched: 0
    case .cleared: 1
    case .set: 2
    case .unknown: 3
    case .pending(let event, let isFalse): UInt64(event) << 3 | (isFalse ? 5 : 4)
    }
  }
}
