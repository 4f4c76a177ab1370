/// Memory of ours that the library keeps until it calls a destroyer of ours.
///
/// ```swift
/// try connection.lend("message", bytes) { connection, start, count, context in
///   send_later(connection, start, count, { _, context in LentBuffer.giveBack(context: context) }, context) == 0
/// }
/// ```
///
/// It is freed exactly once: when the library gives it back, when the library refuses it, or after the
/// outermost object that it was lent through has ended, for a library that forgets what it holds when it is
/// stopped. A library that gives it back twice is turned away and counted in
/// ``NativeLifetimes/NativeLifetimes/lateCalls``.
///
/// Thread safety: everything here may be called from any thread.
public enum LentBuffer {
  /// For destroyers that get nothing but the buffer.
  private static let ticketsByAddress = Guarded<[UInt: CallbackTicket]>([:])

  /// What the library's destroyer calls, where it gets the context.
  public static func giveBack(context: UnsafeMutableRawPointer?) {
    Callback<LentMemory>.receiveOnce(context) { _ in }
  }

  /// What the library's destroyer calls, where it gets the buffer alone.
  public static func giveBack(data: UnsafeMutableRawPointer?) {
    let ticket = data.flatMap { data in
      ticketsByAddress.withLock { $0.removeValue(forKey: UInt(bitPattern: data)) }
    }
    giveBack(context: ticket?.context)
  }

  static func note(_ memory: LentMemory, _ context: UnsafeMutableRawPointer) {
    guard let ticket = CallbackTicket(context) else { return }
    ticketsByAddress.withLock { $0[memory.address] = ticket }
  }

  static func forget(_ memory: LentMemory) {
    _ = ticketsByAddress.withLock { $0.removeValue(forKey: memory.address) }
  }
}

extension NativeHandle {
  /// Copies `elements` into memory that the library may keep, and lends it to the library.
  ///
  /// `send` gets this object, the memory and its count, and the context for the destroyer; false, or
  ///   an error, means that the library did not take it and will not call the destroyer.
  public final func lend<Element: BitwiseCopyable>(
    _ kind: String, _ elements: some Collection<Element>, fileID: StaticString = #fileID, line: UInt = #line,
    send: (Raw, UnsafeMutablePointer<Element>, Int, UnsafeMutableRawPointer) throws -> Bool
  ) throws {
    let site = SourceSite(fileID: fileID, line: line)
    let memory = LentMemory(copying: elements)
    try node.use { () throws -> Void in
      let box = CallbackBox(memory, kind: kind, errors: .stopTheProgram)
      let ticket = CallbackSlots.open(box)
      LentBuffer.note(memory, ticket.context)
      let boxID = ObjectIdentifier(box)
      let loan = LifetimeNode(
        kind: kind, access: .anyThread, parent: nil, site: site, callback: boxID, borrower: node.outermost
      ) { [memory] _ in
        LentBuffer.forget(memory)
        CallbackSlots.end(ticket, of: boxID)
      }
      // Before the library gets it: it may give it back before `send` returns.
      box.node.withLock { $0 = loan }
      var isTaken = false
      defer { if !isTaken { loan.finish(HandleEnd(cause: .closed, site: site)) } }
      isTaken = try send(raw, memory.start(as: Element.self), elements.count, ticket.context)
      guard isTaken else { throw LifetimeError.registrationRefused(kind: kind, at: site) }
    }
  }
}

/// The memory itself; it is freed when the last reference to this goes, which is its slot's and its node's.
final class LentMemory: @unchecked Sendable {
  // Sendable, since Swift does not look into it once it is lent.
  private let memory: UnsafeMutableRawPointer

  init<Element: BitwiseCopyable>(copying elements: some Collection<Element>) {
    let count = elements.count
    // One element at least, so that the address is this loan's alone.
    let typed = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    _ = UnsafeMutableBufferPointer(start: typed, count: count).initialize(from: elements)
    memory = UnsafeMutableRawPointer(typed)
  }

  deinit { memory.deallocate() }

  var address: UInt { UInt(bitPattern: memory) }

  func start<Element>(as type: Element.Type) -> UnsafeMutablePointer<Element> {
    memory.assumingMemoryBound(to: type)
  }
}
