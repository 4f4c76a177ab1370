import NativeLifetimes
import Testing

/// The short way into an object is open only when nobody else is inside, and nobody has ended it.
@Suite struct IdleTests {
  private func object(_ access: Access) throws -> NativeHandle<Int> {
    try NativeHandle("object", access: access) {
      7
    } destroy: { _ in
    }
  }

  @Test func isOpenWhenNobodyIsInside() throws {
    let object = try object(.oneThread)
    #expect(object.useIfIdle { $0 } == 7)
    let fromWithin = try object.use { (_: Int) -> Int? in object.useIfIdle { $0 } }
    #expect(fromWithin == nil)
    #expect(object.useIfIdle { $0 } == 7)
    try object.close()
    #expect(object.useIfIdle { $0 } == nil)
  }

  @Test func isNeverOpenForManyThreads() throws {
    #expect(try object(.anyThread).useIfIdle { $0 } == nil)
  }
}
