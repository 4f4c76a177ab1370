extension NativeHandle {
  /// Registers `value` with the library for any number of calls.
  ///
  /// * `errors`: where an error goes that the callback throws.
  /// * `register`: passes the context to the library; false, or an error, means that it did not take it, and
  ///   the value is taken back.
  /// * `cancel`: tells the library to stop calling.
  public final func register<Value: Sendable>(
    _ kind: String, _ value: Value, errors: CallbackErrors = .stopTheProgram, fileID: StaticString = #fileID,
    line: UInt = #line, register: (Raw, UnsafeMutableRawPointer) throws -> Bool,
    cancel: @escaping @Sendable (Raw, UnsafeMutableRawPointer) -> Void
  ) throws -> Callback<Value> {
    let site = SourceSite(fileID: fileID, line: line)
    let held = Held(raw)
    return try node.use { () throws -> Callback<Value> in
      let box = CallbackBox(value, kind: kind, errors: errors)
      let ticket = try CallbackSlots.openTicket(for: box, kind: kind, site: site) { try register(raw, $0) }
      let boxID = ObjectIdentifier(box)
      let node = LifetimeNode(kind: kind, access: .anyThread, parent: self, site: site, callback: boxID) { cause in
        if cause != .replaced { cancel(held.raw, ticket.context) }
        CallbackSlots.end(ticket, of: boxID)
      }
      return Callback(node, keptErrors: box.kept)
    }
  }

  /// Registers `value` for the one call with which the library answers, as for the completion of a request.
  /// The value lives until that call returns or this handle is closed; nothing has to be kept for it.
  ///
  /// `send` passes the context to the library; false, or an error, means that no call will come,
  ///   and the value is taken back.
  public final func callOnce<Value: Sendable>(
    _ kind: String, _ value: Value, errors: CallbackErrors = .stopTheProgram, fileID: StaticString = #fileID,
    line: UInt = #line, send: (Raw, UnsafeMutableRawPointer) throws -> Bool
  ) throws {
    let site = SourceSite(fileID: fileID, line: line)
    try node.use { () throws -> Void in
      let box = CallbackBox(value, kind: kind, errors: errors)
      let ticket = CallbackSlots.open(box)
      let boxID = ObjectIdentifier(box)
      let node = LifetimeNode(kind: kind, access: .anyThread, parent: self, site: site, callback: boxID) { _ in
        CallbackSlots.end(ticket, of: boxID)
      }
      // Before the library gets it: the answer may come before `send` returns.
      box.node.withLock { $0 = node }
      var isSent = false
      defer { if !isSent { node.finish(HandleEnd(cause: .closed, site: site)) } }
      isSent = try send(raw, ticket.context)
      guard isSent else { throw LifetimeError.registrationRefused(kind: kind, at: site) }
    }
  }
}

extension CallbackSlots {
  /// Opens a slot for the box and offers it to the library; closes it again when the library refuses.
  static func openTicket(
    for box: AnyCallbackBox, kind: String, site: SourceSite, _ register: (UnsafeMutableRawPointer) throws -> Bool
  ) throws -> CallbackTicket {
    let ticket = open(box)
    var isRegistered = false
    defer { if !isRegistered { end(ticket, of: ObjectIdentifier(box)) } }
    isRegistered = try register(ticket.context)
    guard isRegistered else { throw LifetimeError.registrationRefused(kind: kind, at: site) }
    return ticket
  }

  static func end(_ ticket: CallbackTicket, of box: ObjectIdentifier) {
    slot(of: ticket)?.end(ticket, of: box)
  }
}
