extension NativeHandle {
  /// Makes an object that gets its callback when it is made, and may call it for as long as it lives.
  ///
  /// ```swift
  /// let parser = try NativeHandle("parser", calling: handler) { context in
  ///   parser_new({ context, text in
  ///     Callback<Handler>.receive(context) { try $0.handle(text) }
  ///   }, context)
  /// } destroy: {
  ///   parser_free($0)
  /// }
  /// ```
  ///
  /// The value is taken back when the object has ended, or was not made. Errors that the callback throws go where `errors`
  /// says; `.kept` is for registrations, which can be asked for them.
  public convenience init<Value: Sendable>(
    _ kind: String, calling value: Value, errors: CallbackErrors = .stopTheProgram, access: Access = .oneThread,
    fileID: StaticString = #fileID, line: UInt = #line,
    create: (UnsafeMutableRawPointer) throws -> Raw?, destroy: @escaping @Sendable (Raw) -> Void
  ) throws {
    let site = SourceSite(fileID: fileID, line: line)
    let box = CallbackBox(value, kind: kind, errors: errors)
    let boxID = ObjectIdentifier(box)
    var made: Raw?
    let ticket = try CallbackSlots.openTicket(for: box, kind: kind, site: site) { context in
      made = try create(context)
      guard made != nil else { throw LifetimeError.notCreated(kind: kind, at: site) }
      return true
    }
    guard let raw = made else { throw LifetimeError.notCreated(kind: kind, at: site) }
    self.init(raw: raw, kind: kind, access: access, parent: nil, site: site) { raw in
      destroy(raw)
      CallbackSlots.end(ticket, of: boxID)
    }
  }
}
