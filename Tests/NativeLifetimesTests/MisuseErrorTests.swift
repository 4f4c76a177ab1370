import NativeLifetimes
import Testing

/// An error names the object, where it was made and where it was closed.
@Suite struct MisuseErrorTests {
  let library = FakeLibrary()

  @Test func useAfterCloseNamesBothPlaces() throws {
    let line = #line as UInt
    let instance = try library.handle("instance")
    try instance.close()
    let error = #expect(throws: LifetimeError.self) { try instance.use { library.use($0) } }
    let file = "NativeLifetimesTests/MisuseErrorTests.swift"
    #expect(
      error?.description
        == "instance #\(instance.identity.id) (made at \(file):\(line + 1)) was used after it was closed at \(file):\(line + 2)"
    )
    #expect(library.offences == [])
  }

  @Test func useAfterTheParentWasClosedNamesTheParent() throws {
    let factory = try library.handle("factory")
    let instance = try library.child("instance", of: factory)
    try factory.close()
    let error = #expect(throws: LifetimeError.self) { try instance.use { library.use($0) } }
    #expect(error?.description.contains("was used after it was closed with factory #\(factory.identity.id)") == true)
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func closingFromWithinACallIsRefused(access: Access) throws {
    let factory = try library.handle("factory", access: access)
    let instance = try library.child("instance", of: factory, access: access)
    try instance.use { _ in
      #expect(throws: LifetimeError.endedFromWithin(instance.identity, use: instance.identity)) { try instance.close() }
      #expect(throws: LifetimeError.endedFromWithin(factory.identity, use: instance.identity)) { try factory.close() }
    }
    try instance.use { library.use($0) }
    try factory.close()
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(library.offences == [])
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func aCallInsideACallIsFine(access: Access) throws {
    let instance = try library.handle("instance", access: access)
    let sum = try instance.use { outer in try instance.use { inner in outer + inner } }
    #expect(sum == 2)
    try instance.close()
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func anErrorFromTheCallComesThroughAndLeavesTheObjectIdle(access: Access) throws {
    struct Broken: Error {}
    let instance = try library.handle("instance", access: access)
    #expect(throws: Broken.self) { try instance.use { _ in throw Broken() } }
    try instance.close()
    #expect(library.log == "+instance -instance")
  }
}
