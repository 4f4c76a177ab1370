import CMessages
import LifetimeTestSupport
import Messages
import NativeLifetimes
import NativeLifetimesTesting
import Testing

/// The library has one server and one trace hook for the whole process.
@Suite(.serialized, .noLeaks) struct MessengerTests {
  @Test func aMessageIsHandledAndAnswered() throws {
    let messenger = try Messenger()
    let answers = Answers()
    try messenger.handle("echo") { text in Int32(text.utf8.count) }
    try messenger.send("hello", to: "echo") { answers.add($0) }
    #expect(answers.waitFor(1) == [5])
    try messenger.end()
  }

  @Test func aRegistrationThatIsRefusedTakesItsHandlerBack() throws {
    let messenger = try Messenger()
    let canary = Canary()
    let error = #expect(throws: LifetimeError.self) {
      try messenger.handle("/private") { [token = canary.token()] _ in token.one - 1 }
    }
    #expect(error?.description.hasPrefix("the library refused the handler of /private (registered at ") == true)
    #expect(canary.count == 0)
    try messenger.end()
  }

  @Test func aSecondHandlerFreesTheFirst() throws {
    let messenger = try Messenger()
    let first = Canary()
    let second = Canary()
    try messenger.handle("echo") { [token = first.token()] _ in token.one - 1 }
    try messenger.handle("echo") { [token = second.token()] _ in token.one }
    #expect(first.count == 0)
    #expect(second.count == 1)
    let answers = Answers()
    try messenger.send("x", to: "echo") { answers.add($0) }
    #expect(answers.waitFor(1) == [1])
    try messenger.end()
    #expect(second.count == 0)
  }

  @Test func aSecondHandlerThatIsRefusedLeavesTheFirst() throws {
    struct Refused: Error {}
    let messenger = try Messenger()
    let canary = Canary()
    try messenger.handle("echo") { [token = canary.token()] _ in token.one - 1 }
    #expect(throws: LifetimeError.self) { try messenger.handle("") { _ in 1 } }
    #expect(canary.count == 1)
    try messenger.end()
    #expect(canary.count == 0)
  }

  @Test func cancelWaitsForACallThatIsUnderWay() throws {
    let messenger = try Messenger()
    let canary = Canary()
    let inside = Gate()
    let leave = Gate()
    try messenger.handle("slow") { [token = canary.token()] _ in
      inside.open()
      leave.wait()
      return token.one - 1
    }
    try messenger.send("x", to: "slow")
    inside.wait()
    let isCancelled = Gate()
    let canceller = TestThread {
      _ = try? messenger.cancel("slow")
      isCancelled.open()
    }
    #expect(!isCancelled.isOpen)
    #expect(canary.count == 1)
    leave.open()
    canceller.join()
    #expect(canary.count == 0)
    try messenger.end()
  }

  @Test func aCallWithAContextThatIsOverIsTurnedAway() throws {
    let messenger = try Messenger()
    let canary = Canary()
    let answers = Answers()
    let lookedUp = Gate()
    let goOn = Gate()
    let hook = Hook {
      lookedUp.open()
      goOn.wait()
    }
    try messenger.handle("late") { [token = canary.token()] _ in token.one - 1 }
    try messenger.send("x", to: "late") { answers.add($0) }
    lookedUp.wait()
    // The library's thread has the context in hand and has not called yet.
    try messenger.cancel("late")
    #expect(canary.count == 0)
    let lateBefore = NativeLifetimes.lateCalls
    goOn.open()
    #expect(answers.waitFor(1) == [Messenger.unhandled])
    #expect(NativeLifetimes.lateCalls > lateBefore)
    hook.remove()
    try messenger.end()
  }

  @Test func aHandlerMayCancelItself() throws {
    let messenger = try Messenger()
    let canary = Canary()
    let answers = Answers()
    try messenger.handle("once") { [token = canary.token()] _ in
      try messenger.cancel("once")
      return token.one + 6
    }
    try messenger.send("x", to: "once") { answers.add($0) }
    #expect(answers.waitFor(1) == [7])
    canary.waitUntilNone()
    #expect(throws: LifetimeError.self) { try messenger.send("x", to: "once") }
    try messenger.end()
  }

  @Test func cancellingTwiceAndAfterTheEnd() throws {
    let messenger = try Messenger()
    try messenger.handle("echo") { _ in 0 }
    #expect(try messenger.cancel("echo"))
    #expect(try !messenger.cancel("echo"))
    try messenger.handle("echo") { _ in 0 }
    try messenger.end()
    #expect(try !messenger.cancel("echo"))
  }

  @Test func aCallAfterTheEndIsAnError() throws {
    let messenger = try Messenger()
    try messenger.end()
    try messenger.end()
    #expect(throws: LifetimeError.self) { try messenger.handle("echo") { _ in 0 } }
    #expect(throws: LifetimeError.self) { try messenger.send("x", to: "echo") }
    let error = #expect(throws: LifetimeError.self) { try messenger.ask("x", of: "echo") }
    #expect(error?.description.contains("was used after it was closed at MessagesTests/") == true)
  }

  @Test func endingFromAHandlerIsRefusedSinceItWouldWaitForItself() throws {
    let messenger = try Messenger()
    let answers = Answers()
    let handler = try messenger.handle("stop") { _ in
      try messenger.end()
      return 0
    }
    try messenger.send("x", to: "stop") { answers.add($0) }
    #expect(answers.waitFor(1) == [Messenger.unhandled])
    let errors = handler.takeErrors()
    #expect(errors.count == 1)
    #expect("\(errors.first.map { "\($0)" } ?? "")".contains("cannot be ended from inside a call on handler of stop"))
    try messenger.end()
  }

  @Test func messagesThatWaitAtTheEndAreTakenBackAndNamed() throws {
    let messenger = try Messenger()
    let canary = Canary()
    let busy = Counter()
    let leave = Gate()
    try messenger.handle("slow") { _ in
      busy.increment()
      leave.wait()
      return 0
    }
    // Two for the library's threads, and three that wait.
    for _ in 0..<5 { try messenger.send("x", to: "slow") { [token = canary.token()] _ in _ = token } }
    busy.wait(for: 2)
    let open = Shared<[String]>([])
    let ender = TestThread { open.value = (try? messenger.end())?.map(\.identity.kind) ?? [] }
    // Turned away as soon as the end has begun, which then waits for the two.
    while (try? messenger.ask("x", of: "nobody")) != nil {}
    leave.open()
    ender.join()
    #expect(canary.count == 0)
    #expect(open.value.filter { $0 == "handler of slow" }.count == 1)
    #expect(open.value.filter { $0 == "answer from slow" }.count >= 3)
    // The texts were lent to the library as a whole; it has stopped, so they are freed as well.
    #expect(!NativeLifetimes.live.contains { $0.identity.kind == "text to slow" })
  }

  @Test func aHandlersErrorGoesWhereTheUserSays() throws {
    struct Odd: Error {}
    let caught = Counter()
    let answers = Answers()
    let messenger = try Messenger(errors: .handler { if $0 is Odd { caught.increment() } })
    try messenger.handle("odd") { _ in throw Odd() }
    try messenger.send("x", to: "odd") { answers.add($0) }
    #expect(answers.waitFor(1) == [Messenger.unhandled])
    #expect(caught.value == 1)
    try messenger.end()
  }

  @Test func aReplyIsReadInPlaceAndFreedOnceAndAConstantNever() throws {
    let messenger = try Messenger()
    try messenger.handle("even") { text in text.utf8.count % 2 == 0 ? 0 : 3 }
    let refused = try messenger.ask("odd", of: "even")
    #expect(try text(refused) == "refused with status 3")
    #expect(msg_replies_alive() == 1)
    try refused.close()
    try refused.close()
    #expect(msg_replies_alive() == 0)
    #expect(try text(messenger.ask("even", of: "even")) == "accepted")
    #expect(try messenger.ask("x", of: "nobody").count == 0)
    // A reply that is still open when the library stops is freed before.
    let open = try messenger.ask("odd", of: "even")
    try messenger.end()
    #expect(msg_replies_alive() == 0)
    #expect(throws: LifetimeError.self) { try text(open) }
  }

  @Test func theLastMessengerStopsTheLibrary() throws {
    let one = try Messenger()
    let two = try Messenger()
    try one.end()
    try two.handle("echo") { _ in 0 }
    try two.end()
    let again = try Messenger()
    try again.handle("echo") { _ in 0 }
    try again.end()
  }

  @Test func aMessengerLetGoInsideItsOwnAnswerIsStoppedElsewhere() throws {
    let box = Shared<Messenger?>(try Messenger())
    let answered = Gate()
    try box.value?.handle("echo") { _ in 0 }
    try box.value?.send("x", to: "echo") { _ in
      box.value = nil
      answered.open()
    }
    answered.wait()
    // Starting waits until the stop on the other thread is over.
    let next = try Messenger()
    try next.end()
  }

  private func text(_ reply: BufferHandle<CChar>) throws -> String {
    try reply.withBytes { bytes in bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
  }
}
