import CMessages
import NativeLifetimes

/// A Swift face of the message library, with which none of its manners can hurt: handlers live exactly as
/// long as the library may call them, texts and replies are freed once, and a call after the end is an error.
///
/// Thread safety: every member may be called from any thread.
public final class Messenger: Sendable {
  /// What handles a message; what it returns is the message's status, and 0 means that it was accepted.
  public typealias Handler = @Sendable (_ text: String) throws -> Int32
  /// What hears the status of a message that was sent.
  public typealias Answer = @Sendable (_ status: Int32) -> Void

  /// The status of a message whose handler threw, or was cancelled while it was on its way.
  public static let unhandled: Int32 = -2

  private static let library = NativeLibrary("message library", start: { msg_start() == 0 }, stop: { msg_shutdown() })

  private let lease: LibraryLease
  private let handlers: CallbackTable<String, Handler>

  /// Starts the library unless another messenger has.
  ///
  /// - Parameter errors: where an error goes that a handler throws.
  public init(errors: CallbackErrors = .kept, fileID: StaticString = #fileID, line: UInt = #line) throws {
    lease = try Self.library.start(fileID: fileID, line: line)
    handlers = CallbackTable("handler of", of: lease, errors: errors) { _, destination, context in
      msg_handler(destination, Self.receiveMessage, context) == 0
    } cancel: { _, destination, context in
      _ = msg_cancel(destination, context)
    }
  }

  /// Handles every message to `destination` from now on, in place of an earlier handler.
  ///
  /// - Returns: the registration, for its ``Callback/takeErrors()``; it need not be kept.
  @discardableResult
  public func handle(
    _ destination: String, fileID: StaticString = #fileID, line: UInt = #line, with handler: @escaping Handler
  ) throws -> Callback<Handler> {
    try handlers.set(handler, for: destination, fileID: fileID, line: line)
  }

  /// Stops handling; false when nobody did. No call is under way on another thread when this returns.
  @discardableResult
  public func cancel(_ destination: String, fileID: StaticString = #fileID, line: UInt = #line) throws -> Bool {
    try handlers.remove(destination, fileID: fileID, line: line)
  }

  /// Sends a text; a thread of the library handles it and then calls `answer`. A message that is still on its
  /// way when the library stops is not answered.
  public func send(
    _ text: String, to destination: String, fileID: StaticString = #fileID, line: UInt = #line,
    answer: @escaping Answer = { _ in }
  ) throws {
    try lease.callOnce("answer from \(destination)", answer, fileID: fileID, line: line) { _, answerContext in
      let bytes = text.utf8.lazy.map { CChar(bitPattern: $0) }
      try lease.lend("text to \(destination)", bytes, fileID: fileID, line: line) { _, start, count, textContext in
        msg_send_async(
          destination, start, count, { _, context in LentBuffer.giveBack(context: context) }, textContext,
          Self.receiveAnswer, answerContext) == 0
      }
      return true
    }
  }

  /// Handles a text on this thread, and returns the reply where the library put it; an empty one when
  /// nobody handles the destination.
  public func ask(
    _ text: String, of destination: String, fileID: StaticString = #fileID, line: UInt = #line
  ) throws -> BufferHandle<CChar> {
    try lease.makeBuffer("reply from \(destination)", fileID: fileID, line: line) { _ in
      var length = 0
      var destroyer: msg_destroyer?
      let reply = msg_send_inline(destination, text, text.utf8.count, &length, &destroyer)
      guard let destroyer else { return ReturnedBuffer(reply, count: length, destroy: nil) }
      return ReturnedBuffer(reply, count: length) { destroyer($0, nil) }
    }
  }

  /// Cancels every handler of this messenger, forgets its messages that wait, and stops the library if no
  /// other messenger uses it.
  ///
  /// - Returns: what was open.
  @discardableResult
  public func end(fileID: StaticString = #fileID, line: UInt = #line) throws -> LiveList {
    try lease.end(fileID: fileID, line: line)
  }

  private static let receiveMessage: msg_wrapper = { context, text, length in
    Callback<Handler>.receive(context, otherwise: unhandled) { handler in
      let bytes = UnsafeRawBufferPointer(start: text, count: length)
      return try handler(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static let receiveAnswer: msg_answer = { context, status in
    Callback<Answer>.receiveOnce(context) { answer in answer(status) }
  }
}
