/// What goes wrong when a handle, a callback, a buffer or a library is used against its lifetime.
///
/// Indirect, so that it is one word wide on the way out of a hot call.
public indirect enum LifetimeError: Error, Sendable, Equatable {
  /// The object was used after its life had ended.
  case ended(HandleIdentity, HandleEnd)
  /// Another thread is inside a call on an object that takes one thread at a time.
  case inUse(HandleIdentity)
  /// This thread is itself inside a call on the object (the second one), so ending the first would pull
  /// it away from under that call.
  case endedFromWithin(HandleIdentity, use: HandleIdentity)
  /// The native function that makes the object returned nothing.
  case notCreated(kind: String, at: SourceSite)
  /// The object cannot change hands while others that were made from it live.
  case hasChildren(HandleIdentity, count: Int)
  /// The library refused a registration; nothing is registered.
  case registrationRefused(kind: String, at: SourceSite)
  /// Another thread is changing the registration, and this thread, inside a callback, cannot wait for it.
  case beingChanged(kind: String)
  /// The library is not running: it was never started, or was stopped.
  case notRunning(library: String, stoppedAt: SourceSite?)
  /// The library returned no buffer, but a length that is not zero.
  case missingBuffer(kind: String, count: Int, at: SourceSite)
  /// The library returned a buffer with a length below zero.
  case negativeLength(kind: String, count: Int, at: SourceSite)
}

extension LifetimeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ended(let object, let end):
      "\(object) was used after it was \(end)"
    case .inUse(let object):
      "\(object) is in use on another thread; it takes one thread at a time"
    case .endedFromWithin(let object, let use):
      object == use
        ? "\(object) cannot be ended from inside a call on it"
        : "\(object) cannot be ended from inside a call on \(use)"
    case .notCreated(let kind, let site):
      "the library made no \(kind) (asked for at \(site))"
    case .hasChildren(let object, let count):
      "\(object) cannot change hands while \(count) object\(count == 1 ? "" : "s") made from it live; close them first"
    case .registrationRefused(let kind, let site):
      "the library refused the \(kind) (registered at \(site))"
    case .beingChanged(let kind):
      "the \(kind) is being changed on another thread, which a callback cannot wait for"
    case .notRunning(let library, let site):
      "\(library) is not running" + (site.map { "; it was stopped at \($0)" } ?? "; start it first")
    case .missingBuffer(let kind, let count, let site):
      "the library returned no \(kind) but a length of \(count) (asked for at \(site))"
    case .negativeLength(let kind, let count, let site):
      "the library returned a length of \(count) for the \(kind) (asked for at \(site))"
    }
  }
}
