import LifetimeTestSupport
import NativeLifetimes
import Testing

/// What cannot be made good must stop the program, with a word on what it was.
@Suite struct StoppingMisuseTests {
  private func says(_ result: ExitTest.Result?, _ text: String) -> Bool {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(text)
  }

  @Test func aReferenceReleasedOnceTooOften() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let handle = try NativeHandle("stolen") {
        1
      } destroy: { _ in
      }
      let counted = Unmanaged.passUnretained(handle)
      try handle.use { _ in
        // As by a C function that gives back a count which it was never given.
        for _ in 0..<8 { counted.release() }
      }
    }
    #expect(says(result, "was released once too often: it went away while in use"))
  }

  @Test func aContextInAFunctionForAnotherType() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let owner = try NativeHandle("owner") {
        1
      } destroy: { _ in
      }
      let callback = try owner.register("text handler", "text") { _, context in
        Callback<Int>.receive(context) { _ in }
        return true
      } cancel: { _, _ in
      }
      try callback.cancel()
    }
    #expect(says(result, "the context of the text handler came to a function that expects one of a Int"))
  }

  @Test func anErrorInACallbackThatMayNotThrow() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      struct Unexpected: Error {}
      let owner = try NativeHandle("owner") {
        1
      } destroy: { _ in
      }
      let callback = try owner.register("strict handler", 1, errors: .stopTheProgram) { _, context in
        Callback<Int>.receive(context) { _ in throw Unexpected() }
        return true
      } cancel: { _, _ in
      }
      try callback.cancel()
    }
    #expect(says(result, "the callback of strict handler threw: Unexpected()"))
  }

  @Test func anElementBeyondABuffer() async {
    await #expect(processExitsWith: .failure) {
      let start = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
      start.initialize(repeating: 0, count: 2)
      let buffer = try NativeBuffer("numbers", taking: start, count: 2) { $0.deallocate() }
      exitNow(buffer.span[2])
    }
  }
}
