import NativeLifetimes
import Testing

/// Whatever goes first in Swift, children go first in the library, and each exactly once.
@Suite struct OrderOfDeathTests {
  let library = FakeLibrary()

  @Test func factoryVariableGoesFirst() throws {
    var factory: NativeHandle<Int>? = try library.handle("factory")
    var instance: NativeHandle<Int>? = try library.child("instance", of: #require(factory))
    factory = nil
    try instance?.use { library.use($0) }
    #expect(library.log == "+factory +instance")
    instance = nil
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(library.offences == [])
    _ = factory
  }

  @Test func instanceVariableGoesFirst() throws {
    var factory: NativeHandle<Int>? = try library.handle("factory")
    var instance: NativeHandle<Int>? = try library.child("instance", of: #require(factory))
    instance = nil
    #expect(library.takeLog() == "+factory +instance -instance")
    factory = nil
    #expect(library.takeLog() == "-factory")
    _ = (factory, instance)
  }

  @Test func bothInACycleEndWhenOneIsClosed() throws {
    final class Holder {
      let handle: NativeHandle<Int>
      var other: Holder?
      init(_ handle: NativeHandle<Int>) { self.handle = handle }
    }
    let factory = Holder(try library.handle("factory"))
    let instance = Holder(try library.child("instance", of: factory.handle))
    factory.other = instance
    instance.other = factory
    try factory.handle.close()
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(instance.handle.end != nil)
    // Nothing native is left whether or not the cycle itself is ever broken.
    factory.other = nil
    #expect(library.offences == [])
  }

  @Test func closedTwice() throws {
    let factory = try library.handle("factory")
    let instance = try library.child("instance", of: factory)
    try instance.close()
    try instance.close()
    try factory.close()
    try factory.close()
    try instance.close()
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(library.offences == [])
  }

  @Test func youngestChildrenGoFirst() throws {
    let factory = try library.handle("factory")
    let children = try ["a", "b", "c"].map { try library.child($0, of: factory) }
    let grandchild = try library.child("b1", of: children[1])
    _ = library.takeLog()
    try factory.close()
    #expect(library.takeLog() == "-c -b1 -b -a -factory")
    #expect(grandchild.end != nil)
  }

  @Test func closingAChildLetsItsParentGo() throws {
    let instance = try library.child("instance", of: library.handle("factory"))
    try instance.close()
    #expect(library.log == "+factory +instance -instance -factory")
  }

  @Test func cloneOutlivesItsOriginalAndHoldsTheFactory() throws {
    var factory: NativeHandle<Int>? = try library.handle("factory")
    let original = try library.child("original", of: #require(factory))
    let clone = try original.makeClone("clone") { _ in
      library.create("clone")
    } destroy: { [library] in
      library.destroy($0)
    }
    factory = nil
    try original.close()
    try clone.use { library.use($0) }
    #expect(library.takeLog() == "+factory +original +clone -original")
    try clone.close()
    #expect(library.takeLog() == "-clone -factory")
    _ = factory
  }

  @Test func cloneAfterCloseThrows() throws {
    let factory = try library.handle("factory")
    let original = try library.child("original", of: factory)
    try factory.close()
    #expect(throws: LifetimeError.self) {
      try original.makeClone("clone") { _ in
        library.create("clone")
      } destroy: { [library] in
        library.destroy($0)
      }
    }
    #expect(library.aliveCount == 0)
    #expect(!library.log.contains("clone"))
  }

  @Test func cloneIsClosedWithTheFactory() throws {
    let factory = try library.handle("factory")
    let original = try library.child("original", of: factory)
    let clone = try original.makeClone("clone") { _ in
      library.create("clone")
    } destroy: { [library] in
      library.destroy($0)
    }
    _ = library.takeLog()
    try factory.close()
    #expect(library.takeLog() == "-clone -original -factory")
    #expect(throws: LifetimeError.self) { try clone.use { library.use($0) } }
    #expect(library.offences == [])
  }

  @Test func childOfAClosedParentIsNotMade() throws {
    let factory = try library.handle("factory")
    try factory.close()
    #expect(throws: LifetimeError.self) { try library.child("instance", of: factory) }
    #expect(library.log == "+factory -factory")
  }

  @Test func nothingMadeThrowsAndLeavesNothing() throws {
    let factory = try library.handle("factory")
    #expect {
      try factory.makeChild("instance") { _ in
        nil as Int?
      } destroy: { [library] in
        library.destroy($0)
      }
    } throws: { error in
      "\(error)".hasPrefix("the library made no instance (asked for at NativeLifetimesTests/OrderOfDeathTests.swift:")
    }
    try factory.close()
    #expect(library.log == "+factory -factory")
  }
}
