import LifetimeTestSupport
import NativeLifetimes
import NativeLifetimesTesting
import Testing

/// Objects that are given their callback when they are made.
@Suite(.noLeaks) struct CreationCallbackTests {
  let caller = FakeCaller()

  private func made(_ body: @escaping Doubler, refused: Bool = false) throws -> NativeHandle<Int> {
    try NativeHandle("parser", calling: body) { context in
      _ = caller.register(
        { context, value in Callback<Doubler>.receive(context, otherwise: -99) { try $0(value) } }, context)
      return refused ? nil : 7
    } destroy: { _ in
    }
  }

  @Test func itIsCalledAsLongAsTheObjectLives() throws {
    let canary = Canary()
    let parser = try made { [token = canary.token()] in $0 * 2 * token.one }
    #expect(caller.call(4) == 8)
    try parser.close()
    #expect(canary.count == 0)
    #expect(caller.call(4) == -99)
  }

  @Test func lettingGoOfTheObjectLetsGoOfTheValue() throws {
    let canary = Canary()
    do {
      let parser = try made { [token = canary.token()] in $0 + token.one }
      #expect(canary.count == 1)
      try parser.use { #expect($0 == 7) }
    }
    #expect(canary.count == 0)
  }

  @Test func anObjectThatIsNotMadeKeepsNothing() {
    let canary = Canary()
    #expect(throws: LifetimeError.self) { try made({ [token = canary.token()] in $0 + token.one }, refused: true) }
    #expect(canary.count == 0)
    #expect(caller.call(1) == -99)
  }
}
