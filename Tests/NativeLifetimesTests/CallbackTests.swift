import LifetimeTestSupport
import NativeLifetimes
import NativeLifetimesTesting
import Testing

typealias Doubler = @Sendable (Int32) throws -> Int32

private let over: Int32 = -99

private func registerDoubler(
  _ caller: FakeCaller, _ owner: NativeHandle<Int>, errors: CallbackErrors = .kept, _ body: @escaping Doubler
) throws -> Callback<Doubler> {
  try owner.register("doubler", body, errors: errors) { _, context in
    caller.register(
      { context, value in Callback<Doubler>.receive(context, otherwise: over) { try $0(value) } }, context)
  } cancel: { _, context in
    caller.cancel(context)
  }
}

@Suite(.noLeaks) struct CallbackTests {
  let caller = FakeCaller()
  let library = FakeLibrary()

  @Test func itIsCalledUntilItIsCancelled() throws {
    let callback = try registerDoubler(caller, library.handle("server")) { $0 * 2 }
    #expect(caller.call(4) == 8)
    try callback.cancel()
    try callback.cancel()
    #expect(caller.call(4) == nil)
    #expect(caller.callForgotten(4) == [over])
    #expect(caller.cancelCount == 1)
    #expect(library.log == "+server -server")
  }

  @Test func theValueGoesWithTheRegistrationNotWithTheObject() throws {
    let canary = Canary()
    let callback = try registerDoubler(caller, library.handle("server")) { [token = canary.token()] in $0 + token.one }
    #expect(canary.count == 1)
    try callback.cancel()
    #expect(canary.count == 0)
    _ = callback.end
  }

  @Test func lettingGoCancels() throws {
    let canary = Canary()
    do {
      let callback = try registerDoubler(caller, library.handle("server")) { [token = canary.token()] in $0 + token.one
      }
      #expect(caller.call(1) == 2)
      _ = callback
    }
    #expect(canary.count == 0)
    #expect(caller.cancelCount == 1)
    #expect(caller.callForgotten(1) == [over])
  }

  @Test func closingTheOwnerCancelsFirst() throws {
    let canary = Canary()
    let server = try library.handle("server")
    let callback = try registerDoubler(caller, server) { [token = canary.token()] in $0 + token.one }
    try server.close()
    #expect(caller.cancelCount == 1)
    #expect(canary.count == 0)
    #expect(callback.end?.cause == .ancestorClosed(server.identity))
  }

  @Test func aRefusedRegistrationTakesTheValueBack() throws {
    struct Full: Error {}
    let canary = Canary()
    let server = try library.handle("server")
    #expect(throws: LifetimeError.self) {
      try server.register("doubler", canary.token()) { _, _ in
        false
      } cancel: { _, _ in
      }
    }
    #expect(throws: Full.self) {
      try server.register("doubler", canary.token()) { _, _ in
        throw Full()
      } cancel: { _, _ in
      }
    }
    #expect(canary.count == 0)
    #expect(server.end == nil)
  }

  @Test func cancellingFromInsideLetsTheCallFinish() throws {
    let canary = Canary()
    let box = Shared<Callback<Doubler>?>(nil)
    let callback = try registerDoubler(caller, library.handle("server")) { [token = canary.token()] value in
      try box.value?.cancel()
      // The value is still there, although its registration is over.
      return value + token.one
    }
    box.value = callback
    #expect(caller.call(1) == 2)
    #expect(canary.count == 0)
    #expect(callback.end?.cause == .closed)
    box.value = nil
  }

  @Test func cancelWaitsForACallOnAnotherThread() throws {
    let inside = Gate()
    let leave = Gate()
    let isOver = Gate()
    let callback = try registerDoubler(caller, library.handle("server")) { value in
      inside.open()
      leave.wait()
      // What comes after this in time is `cancel` returning.
      #expect(!isOver.isOpen)
      return value
    }
    let caller = caller
    let calling = TestThread { _ = caller.call(1) }
    inside.wait()
    let cancelling = TestThread {
      try? callback.cancel()
      isOver.open()
    }
    leave.open()
    calling.join()
    cancelling.join()
    #expect(isOver.isOpen)
  }

  @Test func lettingGoInsideTheCallThatAnotherThreadWaitsForIsNoDeadlock() throws {
    let box = Shared<Callback<Doubler>?>(nil)
    let inside = Gate()
    let server = try library.handle("server")
    box.value = try registerDoubler(caller, server) { value in
      inside.open()
      // Refused from the moment at which the other thread has begun to close; then it waits for this call.
      while (try? server.use({ _ in })) != nil {}
      box.value = nil
      return value
    }
    let caller = caller
    let calling = TestThread { _ = caller.call(1) }
    inside.wait()
    try server.close()
    calling.join()
    #expect(library.log == "+server -server")
    #expect(library.offences == [])
  }

  @Test func twoThreadsInsideMayBothCancel() throws {
    let box = Shared<Callback<Doubler>?>(nil)
    let counter = Counter()
    let callback = try registerDoubler(caller, library.handle("server")) { value in
      counter.increment()
      while counter.value < 2 {}
      try box.value?.cancel()
      return value
    }
    box.value = callback
    let caller = caller
    let threads = [TestThread { _ = caller.call(1) }, TestThread { _ = caller.call(2) }]
    threads.forEach { $0.join() }
    #expect(callback.takeErrors().isEmpty)
    #expect(caller.cancelCount == 1)
    box.value = nil
  }

  @Test func errorsGoWhereTheUserSays() throws {
    struct Odd: Error {}
    let server = try library.handle("server")
    let callback = try registerDoubler(caller, server, errors: .kept) { _ in throw Odd() }
    #expect(caller.call(1) == over)
    #expect(callback.takeErrors().count == 1)
    #expect(callback.takeErrors().isEmpty)
    let seen = Counter()
    let other = try registerDoubler(caller, server, errors: .handler { if $0 is Odd { seen.increment() } }) { _ in
      throw Odd()
    }
    #expect(caller.call(1) == over)
    #expect(seen.value == 1)
    try other.cancel()
  }

  @Test func madeUpContextsAreTurnedAway() {
    for bits in [0, 1, 64, 1 << 24, .max] as [UInt] {
      let context = UnsafeMutableRawPointer(bitPattern: bits)
      #expect(Callback<Doubler>.receive(context, otherwise: over) { try $0(1) } == over)
    }
  }

  @Test func theOnlyCallEndsTheRegistration() throws {
    let canary = Canary()
    let server = try library.handle("server")
    let sent = Shared<Sent?>(nil)
    let calls = Counter()
    try server.callOnce("answer", canary.token()) { _, context in
      sent.value = Sent(context: context)
      return true
    }
    let context = try #require(sent.value).context
    #expect(canary.count == 1)
    for _ in 0..<2 { Callback<Canary.Token>.receiveOnce(context) { _ in calls.increment() } }
    #expect(calls.value == 1)
    #expect(canary.count == 0)
    try server.close()
    #expect(library.log == "+server -server")
  }

  @Test func anAnswerThatNeverComesGoesWithItsOwner() throws {
    let server = try library.handle("server")
    let sent = Shared<Sent?>(nil)
    let canary = Canary()
    try server.callOnce("answer", canary.token()) { _, context in
      sent.value = Sent(context: context)
      return true
    }
    #expect(canary.count == 1)
    try server.close()
    #expect(canary.count == 0)
    // And when it comes after all, it is turned away.
    Callback<Canary.Token>.receiveOnce(try #require(sent.value).context) { _ in Issue.record("it was called") }
  }
}

@Suite(.noLeaks) struct CallbackTableTests {
  let library = FakeLibrary()

  @Test func theLibraryReplacesAndTheFirstValueGoes() throws {
    let caller = FakeCaller()
    let table = CallbackTable<String, Doubler>("doubler", of: try library.handle("server"), errors: .kept) {
      _, key, context in
      guard key != "refused" else { return false }
      return caller.register(
        { context, value in Callback<Doubler>.receive(context, otherwise: over) { try $0(value) } }, context)
    } cancel: { _, _, context in
      caller.cancel(context)
    }
    let canary = Canary()
    let first = try table.set({ [token = canary.token()] in $0 + token.one }, for: "a")
    try table.set({ $0 * 3 }, for: "a")
    #expect(canary.count == 0)
    #expect(first.end?.cause == .replaced)
    // The library had forgotten the first by itself, so it was not told.
    #expect(caller.cancelCount == 0)
    #expect(caller.call(2) == 6)
    #expect(caller.callForgotten(2) == [over])
    #expect(throws: LifetimeError.self) { try table.set({ $0 }, for: "refused") }
    #expect(table.keys == ["a"])
    #expect(try table.remove("a"))
    #expect(try !table.remove("a"))
    #expect(caller.cancelCount == 1)
  }

  @Test func manyThreadsUnderOneName() throws {
    let caller = FakeCaller()
    let table = CallbackTable<String, Doubler>("doubler", of: try library.handle("server"), errors: .kept) {
      _, _, context in
      caller.register(
        { context, value in Callback<Doubler>.receive(context, otherwise: over) { try $0(value) } }, context)
    } cancel: { _, _, context in
      caller.cancel(context)
    }
    let threads = (0..<4).map { number in
      TestThread {
        for round in 0..<200 {
          _ = try? table.set({ $0 + Int32(number) }, for: "a")
          _ = caller.call(1)
          if round % 3 == 0 { _ = try? table.remove("a") }
        }
      }
    }
    threads.forEach { $0.join() }
    try table.remove("a")
    #expect(caller.call(1) == nil)
    #expect(caller.callForgotten(1).allSatisfy { $0 == over })
  }
}

private struct Sent: @unchecked Sendable { let context: UnsafeMutableRawPointer }
