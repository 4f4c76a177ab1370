/// Registrations by name, for a library that keeps one a name: a topic, a signal, a destination.
///
/// A second registration under a name is where hand-written wrappers go wrong: some libraries refuse it,
/// some put it in the first one's place and forget that one's context. Here the first value goes exactly
/// when the second is registered, and stays when the library refuses the second.
///
/// Thread safety: every member may be called from any thread. Changes under one name follow each other.
public final class CallbackTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entries: Sendable {
    var callbacks: [Key: Callback<Value>] = [:]
    var changing: Set<Key> = []
  }

  private let kind: String
  private let entries = Guarded(Entries())
  private let registerOne: @Sendable (Key, Value, SourceSite) throws -> Callback<Value>

  /// * `handle`: what the registrations are made with; they end before it.
  /// * `register`: passes a name and a context to the library; false means that it did not take them.
  /// * `cancel`: tells the library to stop calling for that name.
  public init<Raw>(
    _ kind: String, of handle: NativeHandle<Raw>, errors: CallbackErrors = .stopTheProgram,
    register: @escaping @Sendable (Raw, Key, UnsafeMutableRawPointer) throws -> Bool,
    cancel: @escaping @Sendable (Raw, Key, UnsafeMutableRawPointer) -> Void
  ) {
    self.kind = kind
    registerOne = { key, value, site in
      try handle.register("\(kind) \(key)", value, errors: errors, fileID: site.fileID, line: site.line) {
        try register($0, key, $1)
      } cancel: {
        cancel($0, key, $1)
      }
    }
  }

  /// Registers `value` under `key`, in place of what is registered there.
  @discardableResult
  public func set(
    _ value: Value, for key: Key, fileID: StaticString = #fileID, line: UInt = #line
  ) throws -> Callback<Value> {
    let site = SourceSite(fileID: fileID, line: line)
    return try changing(key) { old in
      let new = try registerOne(key, value, site)
      entries.withLock { $0.callbacks[key] = new }
      old?.endReplaced(at: site)
      return new
    }
  }

  /// Cancels what is registered under `key`; false when nothing is.
  @discardableResult
  public func remove(_ key: Key, fileID: StaticString = #fileID, line: UInt = #line) throws -> Bool {
    try changing(key) { old in
      guard let old else { return false }
      try old.cancel(fileID: fileID, line: line)
      entries.withLock { $0.callbacks[key] = nil }
      return true
    }
  }

  /// The names under which something is registered.
  public var keys: Set<Key> { entries.withLock { Set($0.callbacks.filter { $0.value.end == nil }.keys) } }

  /// One change of a name at a time, so that the library's order and ours are the same.
  private func changing<R>(_ key: Key, _ change: (Callback<Value>?) throws -> R) throws -> R {
    let mustNotWait = UseFrame.isInsideCallback
    var isMine = false
    var old: Callback<Value>?
    wait {
      entries.withLock { entries in
        isMine = entries.changing.insert(key).inserted
        if isMine { old = entries.callbacks[key].flatMap { $0.end == nil ? $0 : nil } }
      }
      // The other change may itself be waiting for the callback that this thread is in.
      return isMine || mustNotWait
    }
    guard isMine else { throw LifetimeError.beingChanged(kind: "\(kind) \(key)") }
    defer { _ = entries.withLock { $0.changing.remove(key) } }
    return try change(old)
  }
}
