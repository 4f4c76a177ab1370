import LifetimeTestSupport
import NativeLifetimes
import NativeLifetimesTesting
import Testing

@Suite(.noLeaks) struct BufferTests {
  let freed = Counter()

  /// What a library would return.
  func allocate(_ values: [Int32]) -> UnsafeMutablePointer<Int32> {
    let start = UnsafeMutablePointer<Int32>.allocate(capacity: max(values.count, 1))
    start.initialize(from: values, count: values.count)
    return start
  }

  func free(_ start: UnsafeMutablePointer<Int32>) {
    start.deallocate()
    freed.increment()
  }

  @Test func itIsReadInPlaceAndFreedOnce() throws {
    do {
      let start = allocate([1, 2, 3])
      var buffer = try NativeBuffer("numbers", taking: start, count: 3) { [self] in free($0) }
      let last = buffer.span[2]
      #expect(last == 3)
      let byteCount = buffer.bytes.byteCount
      #expect(byteCount == 12)
      var span = buffer.mutableSpan
      span[0] = 9
      #expect(start[0] == 9)
      let address = buffer.span.withUnsafeBufferPointer { $0.baseAddress }
      #expect(address == UnsafePointer(start))
      #expect(freed.value == 0)
    }
    #expect(freed.value == 1)
  }

  @Test func nothingAndNoLengthIsAnEmptyBuffer() throws {
    do {
      let buffer = try NativeBuffer<Int32>("numbers", taking: nil, count: 0) { [self] in free($0) }
      let isEmpty = buffer.isEmpty && buffer.span.isEmpty
      #expect(isEmpty)
      let byteCount = buffer.bytes.byteCount
      #expect(byteCount == 0)
    }
    #expect(freed.value == 0)
  }

  @Test func aBufferWithoutElementsIsFreedToo() throws {
    do {
      let buffer = try NativeBuffer("numbers", taking: allocate([]), count: 0) { [self] in free($0) }
      let count = buffer.span.count
      #expect(count == 0)
    }
    #expect(freed.value == 1)
  }

  @Test func nothingWithALengthIsAnError() {
    let error = #expect(throws: LifetimeError.self) {
      _ = try NativeBuffer<Int32>("numbers", taking: nil, count: 3) { [self] in free($0) }
    }
    #expect(error?.description.hasPrefix("the library returned no numbers but a length of 3") == true)
  }

  @Test func aLengthBelowZeroIsAnErrorAndLeaksNothing() {
    let error = #expect(throws: LifetimeError.self) {
      _ = try NativeBuffer("numbers", taking: allocate([]), count: -1) { [self] in free($0) }
    }
    #expect(error?.description.hasPrefix("the library returned a length of -1 for the numbers") == true)
    #expect(freed.value == 1)
  }

  @Test func aDestroyerThatIsNullFreesNothing() throws {
    let start = allocate([1, 2])
    do {
      let buffer = try NativeBuffer("numbers", taking: start, count: 2, destroy: nil)
      let last = buffer.span[1]
      #expect(last == 2)
    }
    #expect(start[0] == 1)
    free(start)
  }

  @Test func bytesOfAnUntypedPointer() throws {
    let start = allocate([0x0102_0304])
    let buffer = try NativeBuffer("bytes", takingBytes: UnsafeMutableRawPointer(start), count: 4) { [freed] in
      $0.deallocate()
      freed.increment()
    }
    let first = buffer.span[0]
    #expect(first == 4)
  }

  @Test func aBufferOfAnObjectIsFreedBeforeIt() throws {
    let library = FakeLibrary()
    let owner = try library.handle("owner")
    let buffer = try owner.makeBuffer("numbers") { _ in
      ReturnedBuffer(allocate([5, 6]), count: 2) { [self] in free($0) }
    }
    #expect(try buffer.withSpan { $0[1] } == 6)
    #expect(try buffer.withBytes { $0.byteCount } == 8)
    try owner.close()
    #expect(freed.value == 1)
    #expect(throws: LifetimeError.self) { try buffer.withSpan { $0[1] } }
    try buffer.close()
    #expect(freed.value == 1)
  }
}

@Suite(.noLeaks) struct LentBufferTests {
  struct Loan: @unchecked Sendable {
    let start: UnsafeMutablePointer<Int32>
    let count: Int
    let context: UnsafeMutableRawPointer
  }

  let loan = Shared<Loan?>(nil)

  func lend(_ values: [Int32], through owner: NativeHandle<Int>) throws -> Loan {
    try owner.lend("numbers", values) { _, start, count, context in
      loan.value = Loan(start: start, count: count, context: context)
      return true
    }
    return try #require(loan.value)
  }

  func isLent(_ owner: NativeHandle<Int>) -> Bool {
    NativeLifetimes.live.contains { $0.parent == owner.identity.id }
  }

  @Test func theLibraryGivesItBack() throws {
    let owner = try FakeLibrary().handle("owner")
    let loan = try lend([1, 2, 3], through: owner)
    #expect(loan.count == 3 && loan.start[2] == 3)
    #expect(isLent(owner))
    LentBuffer.giveBack(context: loan.context)
    #expect(!isLent(owner))
    // A second time finds nothing to free.
    let late = NativeLifetimes.lateCalls
    LentBuffer.giveBack(context: loan.context)
    #expect(NativeLifetimes.lateCalls > late)
  }

  @Test func aDestroyerThatGetsTheBufferAlone() throws {
    let owner = try FakeLibrary().handle("owner")
    let loan = try lend([], through: owner)
    LentBuffer.giveBack(data: loan.start)
    #expect(!isLent(owner))
    LentBuffer.giveBack(data: loan.start)
    LentBuffer.giveBack(data: nil)
  }

  @Test func aRefusedLoanIsTakenBack() throws {
    struct Full: Error {}
    let owner = try FakeLibrary().handle("owner")
    #expect(throws: LifetimeError.self) { try owner.lend("numbers", [1]) { _, _, _, _ in false } }
    #expect(throws: Full.self) { try owner.lend("numbers", [1]) { _, _, _, _ in throw Full() } }
    #expect(!isLent(owner))
  }

  @Test func itMayBeGivenBackBeforeTheCallReturns() throws {
    let owner = try FakeLibrary().handle("owner")
    try owner.lend("numbers", [1, 2]) { _, _, _, context in
      LentBuffer.giveBack(context: context)
      return true
    }
    #expect(!isLent(owner))
  }

  @Test func whatTheLibraryForgetsGoesAfterTheOutermostOwner() throws {
    let library = FakeLibrary()
    let server = try library.handle("server")
    let queue = try library.child("queue", of: server)
    let loan = try lend([1], through: queue)
    try queue.close()
    // The server may still read it.
    #expect(loan.start[0] == 1)
    #expect(isLent(server))
    try server.close()
    #expect(!NativeLifetimes.live.contains { $0.identity.kind == "numbers" && $0.parent == server.identity.id })
    LentBuffer.giveBack(context: loan.context)
  }
}
