import LifetimeTestSupport
import NativeLifetimes
import NativeLifetimesTesting
import Testing

@Suite(.noLeaks) struct LibraryTests {
  let native = FakeLibrary()

  func makeLibrary(starts: @escaping @Sendable () throws -> Bool = { true }) -> NativeLibrary {
    NativeLibrary("fake") { [native] in
      guard try starts() else { return false }
      _ = native.create("start")
      return true
    } stop: { [native] in
      _ = native.create("stop")
    }
  }

  func child(_ name: String, of lease: LibraryLease) throws -> NativeHandle<Int> {
    try lease.makeChild(name) { _ in
      native.create(name)
    } destroy: { [native] in
      native.destroy($0)
    }
  }

  @Test func itRunsFromTheFirstLeaseToTheLast() throws {
    let library = makeLibrary()
    #expect(!library.isRunning)
    let one = try library.start()
    let two = try library.start()
    #expect(library.isRunning)
    try one.end()
    try one.end()
    #expect(native.log == "+start")
    #expect(try two.call { 7 } == 7)
    try two.end()
    #expect(native.log == "+start +stop")
    #expect(!library.isRunning)
  }

  @Test func itStartsAgain() throws {
    let library = makeLibrary()
    for _ in 0..<2 { try library.start().end() }
    #expect(native.log == "+start +stop +start +stop")
  }

  @Test func aCallAfterTheStopIsAnErrorThatSaysWhere() throws {
    let library = makeLibrary()
    #expect(throws: LifetimeError.notRunning(library: "fake", stoppedAt: nil)) { try library.call {} }
    let lease = try library.start()
    try library.call {}
    let line = #line as UInt
    try library.stop()
    let file = "NativeLifetimesTests/LibraryTests.swift"
    let error = #expect(throws: LifetimeError.self) { try library.call {} }
    #expect(error?.description == "fake is not running; it was stopped at \(file):\(line + 1)")
    let other = #expect(throws: LifetimeError.self) { try lease.call {} }
    #expect(other?.description.contains("was used after it was closed with fake #") == true)
    #expect(throws: LifetimeError.self) { try child("late", of: lease) }
    try library.stop()
    #expect(native.log == "+start +stop")
  }

  @Test func whatIsOpenIsClosedFirstInOrderAndNamed() throws {
    let library = makeLibrary()
    let lease = try library.start()
    let children = try ["a", "b"].map { try child($0, of: lease) }
    let grandchild = try native.child("b1", of: children[1])
    _ = native.takeLog()
    let open = try lease.end()
    #expect(native.takeLog() == "-b1 -b -a +stop")
    #expect(open.map(\.identity.kind) == ["a", "b", "b1"])
    #expect(throws: LifetimeError.self) { try grandchild.use { _ in } }
    #expect(native.offences == [])
  }

  @Test func anEndedLeaseLeavesTheOthersObjectsAlone() throws {
    let library = makeLibrary()
    let one = try library.start()
    let two = try library.start()
    let ofOne = try child("one", of: one)
    let ofTwo = try child("two", of: two)
    try one.end()
    #expect(throws: LifetimeError.self) { try ofOne.use { _ in } }
    try ofTwo.use { native.use($0) }
    try two.end()
    #expect(native.log == "+start +one +two -one -two +stop")
  }

  @Test func whatWasMadeKeepsItRunning() throws {
    let library = makeLibrary()
    var lease: LibraryLease? = try library.start()
    var thing: NativeHandle<Int>? = try child("thing", of: #require(lease))
    lease = nil
    #expect(library.isRunning)
    thing = nil
    #expect(!library.isRunning)
    #expect(native.log == "+start +thing -thing +stop")
    _ = (lease, thing)
  }

  @Test func aStartThatFailsLeavesItStopped() throws {
    struct NoSound: Error {}
    let library = makeLibrary(starts: { false })
    let error = #expect(throws: LifetimeError.self) { try library.start() }
    #expect(error?.description.hasPrefix("the library made no running fake") == true)
    let other = makeLibrary(starts: { throw NoSound() })
    for _ in 0..<2 { #expect(throws: NoSound.self) { try other.start() } }
    #expect(native.log == "")
  }

  @Test func manyThreadsStartAndEnd() throws {
    let library = makeLibrary()
    let running = Counter()
    let native = native
    let threads = (0..<4).map { _ in
      TestThread {
        for round in 0..<200 {
          guard let lease = try? library.start() else { continue }
          running.increment()
          let thing = try? lease.makeChild("t") { _ in
            native.create("t")
          } destroy: {
            native.destroy($0)
          }
          if round % 2 == 0 { _ = try? lease.end() }
          _ = thing
        }
      }
    }
    threads.forEach { $0.join() }
    #expect(running.value == 800)
    #expect(!library.isRunning)
    #expect(native.offences == [])
    // Starts and stops alternate, and everything in between was freed before the stop.
    let words = native.log.split(separator: " ")
    #expect(words.filter { $0 == "+start" }.count == words.filter { $0 == "+stop" }.count)
    var alive = 0
    for word in words {
      switch word {
      case "+t": alive += 1
      case "-t": alive -= 1
      case "+stop": #expect(alive == 0)
      default: break
      }
    }
  }
}
