import CNativeLifetimes
/// A library that must be started before it is used and stopped when nobody uses it any more.
///
/// ```swift
/// let messages = NativeLibrary("libmessages", start: { msg_start() == 0 }, stop: { msg_shutdown() })
/// let lease = try messages.start()
/// let queue = try lease.makeChild("queue") { _ in msg_queue() } destroy: { msg_free_queue($0) }
/// ```
///
/// It runs from the first ``start(fileID:line:)`` to the end of the last lease. What was made through a lease keeps
/// the lease; ``LibraryLease/end(fileID:line:)`` closes it first and names it. After that a call is an error, not a
/// crash.
///
/// Thread safety: every member may be called from any thread. The library is started and stopped by one
/// thread at a time, never by its own: when the last lease goes inside a callback, a new thread stops it.
public final class NativeLibrary: Sendable {
  enum Phase {
    case stopped(SourceSite?)
    case starting
    case running(LifetimeNode, WeakRun)
  }

  struct WeakRun: Sendable {
    weak let run: LibraryRun?
  }

  public let name: String
  private let startNative: @Sendable () throws -> Bool
  private let stopNative: @Sendable () -> Void
  private let phase = Guarded(Phase.stopped(nil))

  /// * `start`: false, or an error, means that the library did not start.
  /// * `stop`: called once for each start that succeeded.
  public init(
    _ name: String, start: @escaping @Sendable () throws -> Bool, stop: @escaping @Sendable () -> Void
  ) {
    self.name = name
    startNative = start
    stopNative = stop
  }

  /// Whether a call would be let in now.
  public var isRunning: Bool {
    phase.withLock { if case .running(let node, _) = $0 { node.end == nil } else { false } }
  }

  /// Starts the library unless it runs already, and keeps it running until the lease ends.
  public func start(fileID: StaticString = #fileID, line: UInt = #line) throws -> LibraryLease {
    let site = SourceSite(fileID: fileID, line: line)
    while true {
      if let lease = try leaseOfRunning(at: site) { return lease }
      if try beginStarting() { return try startNow(at: site) }
    }
  }

  /// Ends every lease, and so closes everything that is open, and stops the library. Stopping a library
  /// that does not run is fine.
  ///
  /// - Returns: what was open.
  @discardableResult
  public func stop(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) -> LiveList {
    guard case .running(let node, _) = phase.withLock({ $0 }) else { return LiveList([]) }
    let open = node.listDescendants()
    try node.close(at: SourceSite(fileID: fileID, line: line))
    return open
  }

  /// Runs `body` if the library runs, and keeps it running meanwhile; for calls that need no lease.
  public func call<R>(_ body: () throws -> R) throws -> R {
    let phase = phase.withLock { $0 }
    switch phase {
    case .running(let node, _): return try node.use { () throws -> R in try body() }
    case .stopped(let site): throw LifetimeError.notRunning(library: name, stoppedAt: site)
    case .starting: throw LifetimeError.notRunning(library: name, stoppedAt: nil)
    }
  }

  private func leaseOfRunning(at site: SourceSite) throws -> LibraryLease? {
    guard case .running(_, let weakRun) = phase.withLock({ $0 }), let run = weakRun.run else { return nil }
    do {
      return try run.node.use { () -> LibraryLease in LibraryLease(run, name: name, site: site) }
    } catch {
      return nil
    }
  }

  /// Waits for a stop or a start on another thread; false when the library is running by then.
  private func beginStarting() throws -> Bool {
    enum Turn { case mine, running, wait, never(SourceSite?) }
    let isInsideCallback = UseFrame.isInsideCallback
    var turn = Turn.wait
    wait {
      turn = phase.withLock { phase in
        switch phase {
        case .stopped:
          phase = .starting
          return .mine
        case .starting: return .wait
        case .running(let node, let weakRun):
          if node.end == nil, weakRun.run != nil { return .running }
          // It is being stopped, by a thread that may be waiting for this one, or by this one itself.
          return isInsideCallback || node.isUsedByThisThread ? .never(node.end?.site) : .wait
        }
      }
      if case .wait = turn { return false }
      return true
    }
    switch turn {
    case .mine: return true
    case .running, .wait: return false
    case .never(let site): throw LifetimeError.notRunning(library: name, stoppedAt: site)
    }
  }

  private func startNow(at site: SourceSite) throws -> LibraryLease {
    var isStarted = false
    defer { if !isStarted { phase.withLock { $0 = .stopped(nil) } } }
    guard try startNative() else { throw LifetimeError.notCreated(kind: "running \(name)", at: site) }
    isStarted = true
    let run = LibraryRun(name: name, site: site) { [self] in
      stopNative()
      phase.withLock { phase in
        let end = if case .running(let node, _) = phase { node.end } else { nil as HandleEnd? }
        phase = .stopped(end?.site)
      }
    }
    let lease = try run.node.use { () -> LibraryLease in LibraryLease(run, name: name, site: site) }
    phase.withLock { $0 = .running(run.node, WeakRun(run: run)) }
    return lease
  }
}
