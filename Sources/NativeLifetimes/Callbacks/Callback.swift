/// A Swift value, often a closure, that the library calls until it is told to stop.
///
/// ```swift
/// let callback = try server.register("message handler", handler) { server, context in
///   on_message(server, { context, text in
///     Callback<Handler>.receive(context, otherwise: 0) { try $0.handle(text) }
///   }, context) == 0
/// } cancel: { server, context in
///   cancel_message(server, context)
/// }
/// ```
///
/// The value lives from the registration until it is cancelled, replaced, let go of, or its parent closed,
/// and no call runs on it afterwards, however late the library calls. A call that is under way on another
/// thread is waited for; cancelling from inside the callback is fine, and the value then goes when the call
/// returns.
///
/// Thread safety: every member may be called from any thread, and so may the callback; this is why the
/// value must be `Sendable`.
public final class Callback<Value: Sendable>: NativeParent {
  let node: LifetimeNode
  /// Not the box: that is its slot's alone, and goes with the registration.
  private let keptErrors: KeptErrors

  init(_ node: LifetimeNode, keptErrors: KeptErrors) {
    self.node = node
    self.keptErrors = keptErrors
  }

  deinit { node.closeDropped() }

  public var lifetime: Lifetime { Lifetime(node) }

  /// What it is called in errors and in the live list.
  public var identity: HandleIdentity { node.identity }

  /// How it ended; nil while the library may call.
  public var end: HandleEnd? { node.end }

  /// For the C function that the library calls: runs `body` on the value that belongs to `context`.
  ///
  /// When the registration is over, or `body` throws, the library gets `otherwise`.
  public static func receive<R>(
    _ context: UnsafeMutableRawPointer?, otherwise: @autoclosure () -> R, _ body: (Value) throws -> R
  ) -> R {
    AnyCallbackBox.call(context, last: false, otherwise: otherwise, body)
  }

  /// For a C function that returns nothing.
  public static func receive(_ context: UnsafeMutableRawPointer?, _ body: (Value) throws -> Void) {
    AnyCallbackBox.call(context, last: false, otherwise: {}, body)
  }

  /// For the only call of a registration made with
  /// ``NativeHandle/callOnce(_:_:errors:fileID:line:send:)``: the value goes when it returns.
  public static func receiveOnce<R>(
    _ context: UnsafeMutableRawPointer?, otherwise: @autoclosure () -> R, _ body: (Value) throws -> R
  ) -> R {
    AnyCallbackBox.call(context, last: true, otherwise: otherwise, body)
  }

  /// For an only call that returns nothing.
  public static func receiveOnce(_ context: UnsafeMutableRawPointer?, _ body: (Value) throws -> Void) {
    AnyCallbackBox.call(context, last: true, otherwise: {}, body)
  }

  /// Tells the library to stop, waits for calls on other threads and lets the value go. Twice is fine.
  public func cancel(fileID: StaticString = #fileID, line: UInt = #line) throws(LifetimeError) {
    try node.close(at: SourceSite(fileID: fileID, line: line))
  }

  /// The errors thrown since the last time, for ``CallbackErrors/kept``.
  public func takeErrors() -> [any Error] { keptErrors.take() }

  /// The library has forgotten this registration in favour of another: no word to it, the value goes.
  func endReplaced(at site: SourceSite) {
    node.finish(HandleEnd(cause: .replaced, site: site))
  }
}

extension Callback: CustomStringConvertible {
  public var description: String { end.map { "\(identity), \($0)" } ?? identity.description }
}
