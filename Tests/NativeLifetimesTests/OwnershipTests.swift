import NativeLifetimes
import Testing

/// Borrowed, unique, handed over, and shared on the library's own count.
@Suite struct OwnershipTests {
  let library = FakeLibrary()

  var counting: SharedHandle<Int>.Counting {
    .init(retain: { [library] in library.retain($0) }, release: { [library] in library.release($0) })
  }

  func unique(_ name: String) throws -> UniqueHandle<Int> {
    try UniqueHandle(name) {
      library.create(name)
    } destroy: { [library] in
      library.destroy($0)
    }
  }

  @Test func aBorrowedPartHoldsItsOwnerAndIsNeverFreed() throws {
    let part = try library.handle("owner").borrow("part") { owner in owner + 1000 }
    #expect(library.aliveCount == 1)
    try part.use { #expect($0 == 1001) }
    try part.close()
    #expect(library.log == "+owner -owner")
    #expect(library.offences == [])
  }

  @Test func aBorrowedPartEndsWithItsOwner() throws {
    let owner = try library.handle("owner")
    let part = try owner.borrow("part") { $0 }
    try owner.close()
    #expect(throws: LifetimeError.self) { try part.use { library.use($0) } }
    #expect(library.offences == [])
  }

  @Test func aUniqueHandleIsFreedAtTheEndOfItsScope() throws {
    do {
      let unique = try unique("unique")
      try unique.use { library.use($0) }
    }
    #expect(library.log == "+unique -unique")
  }

  @Test func whatTheLibraryTookIsNotFreedByUs() throws {
    let unique = try unique("unique")
    var taken = 0
    switch try unique.handOver({ raw in
      taken = raw
      return true
    }) {
    case .taken: break
    case .refused: Issue.record("the library took it")
    }
    #expect(library.log == "+unique")
    library.destroy(taken)
    #expect(library.offences == [])
  }

  @Test func whatTheLibraryRefusedIsOursAgain() throws {
    let unique = try unique("unique")
    switch try unique.handOver({ _ in false }) {
    case .taken: Issue.record("the library refused it")
    case .refused(let again): try again.use { library.use($0) }
    }
    #expect(library.log == "+unique -unique")
    #expect(library.offences == [])
  }

  @Test func aFailedOfferGivesTheObjectBack() throws {
    struct Full: Error {}
    let handle = try library.handle("handle")
    #expect(throws: Full.self) { try handle.handOver { _ in throw Full() } }
    try handle.use { library.use($0) }
    #expect(try handle.handOver { _ in true })
    let error = #expect(throws: LifetimeError.self) { try handle.use { library.use($0) } }
    #expect(error?.description.contains("used after it was handed over to the library") == true)
    try handle.close()
    #expect(library.log == "+handle")
  }

  @Test func whatOthersNeedCannotChangeHands() throws {
    let factory = try library.handle("factory")
    let instance = try library.child("instance", of: factory)
    #expect(throws: LifetimeError.hasChildren(factory.identity, count: 1)) { try factory.handOver { _ in true } }
    try instance.use { library.use($0) }
    try instance.close()
    #expect(try factory.handOver { _ in true })
  }

  @Test func aUniqueChildEndsWithItsParent() throws {
    let factory = try library.handle("factory")
    let child = try UniqueHandle("child", from: factory) {
      library.create("child", from: $0)
    } destroy: { [library] in
      library.destroy($0)
    }
    try factory.close()
    #expect(throws: LifetimeError.self) { try child.use { library.use($0) } }
    #expect(library.log == "+factory +child -child -factory")
    #expect(library.offences == [])
  }

  @Test func anAdoptedCountIsGivenBackOnce() throws {
    let raw = try #require(library.create("shared"))
    do {
      let one = SharedHandle(adopting: raw, "shared", counting: counting)
      let two = try one.retained()
      #expect(library.count(raw) == 2)
      try one.close()
      #expect(library.count(raw) == 1)
      try two.use { library.use($0) }
    }
    #expect(library.log == "+shared -shared")
    #expect(library.offences == [])
  }

  @Test func aSeenObjectGetsACountOfOurs() throws {
    let raw = try #require(library.create("shared"))
    do {
      let handle = SharedHandle(retaining: raw, "shared", counting: counting)
      #expect(library.count(raw) == 2)
      try handle.close()
    }
    #expect(library.count(raw) == 1)
    library.release(raw)
    #expect(library.offences == [])
  }

  @Test func aRefusedCountIsTakenBack() throws {
    let raw = try #require(library.create("shared"))
    let handle = SharedHandle(adopting: raw, "shared", counting: counting)
    #expect(try handle.giveCount { _ in false } == false)
    #expect(library.count(raw) == 1)
    #expect(try handle.giveCount { _ in true })
    #expect(library.count(raw) == 2)
    library.release(raw)
    try handle.close()
    #expect(library.aliveCount == 0)
    #expect(library.offences == [])
  }
}
