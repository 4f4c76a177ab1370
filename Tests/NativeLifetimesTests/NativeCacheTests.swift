import LifetimeTestSupport
import NativeLifetimes
import Synchronization
import Testing

/// A native cache that hands out the same pointer for the same name and counts, as a DSP factory cache does.
final class FakeCache: Sendable {
  let library = FakeLibrary()
  private let entries = Mutex<[String: Int]>([:])

  func get(_ name: String) -> Int? {
    entries.withLock { entries in
      if let raw = entries[name], library.count(raw) > 0 {
        library.retain(raw)
        return raw
      }
      entries[name] = library.create(name)
      return entries[name]
    }
  }

  func giveBack(_ raw: Int) { entries.withLock { _ in library.release(raw) } }

  func deleteAll() {
    entries.withLock { entries in
      for raw in entries.values where library.count(raw) > 0 {
        while library.count(raw) > 0 { library.release(raw) }
      }
      entries = [:]
    }
  }
}

@Suite struct NativeCacheTests {
  let native = FakeCache()
  let cache: NativeCache<Int>

  init() {
    let native = native
    cache = NativeCache("factory cache") {
      native.giveBack($0)
    } clear: {
      native.deleteAll()
    }
  }

  func instance(_ name: String, of factory: CachedHandle<Int>) throws -> NativeHandle<Int> {
    try native.library.child(name, of: factory)
  }

  @Test func theSameFactoryTwiceIsTwoCounts() throws {
    let one = try cache.acquire("factory") { native.get("organ") }
    let two = try cache.acquire("factory") { native.get("organ") }
    #expect(cache.usage == (handles: 2, objects: 1))
    #expect(cache.handleCount(of: one) == 2)
    let instance = try instance("instance", of: two)
    try one.close()
    try instance.use { native.library.use($0) }
    #expect(native.library.log == "+organ +instance")
    try two.close()
    #expect(native.library.log == "+organ +instance -instance -organ")
    #expect(native.library.offences == [])
    #expect(cache.usage == (handles: 0, objects: 0))
  }

  @Test func droppedHandlesGiveBackTheirCounts() throws {
    for _ in 0..<3 { _ = try cache.acquire("factory") { native.get("organ") } }
    #expect(native.library.aliveCount == 0)
    #expect(native.library.offences == [])
  }

  @Test func deleteAllWhileInstancesLive() throws {
    let one = try cache.acquire("factory") { native.get("organ") }
    let two = try cache.acquire("factory") { native.get("flute") }
    let instances = try [instance("i1", of: one), instance("i2", of: two), instance("i3", of: one)]
    // Somebody else in the program holds one too; only the native clear reaches that.
    _ = native.get("stray")
    try cache.clear()
    #expect(native.library.aliveCount == 0)
    #expect(native.library.offences == [])
    for instance in instances {
      #expect(throws: LifetimeError.self) { try instance.use { native.library.use($0) } }
    }
    #expect(throws: LifetimeError.self) { try one.use { native.library.use($0) } }
    let again = try cache.acquire("factory") { native.get("organ") }
    try again.use { native.library.use($0) }
    try again.close()
    #expect(native.library.offences == [])
  }

  @Test func clearingWhileOthersAcquire() throws {
    let native = native
    let cache = cache
    let threads = (0..<3).map { number in
      TestThread {
        for round in 0..<200 {
          guard let factory = try? cache.acquire("factory", create: { native.get("f\((number + round) % 2)") }) else {
            continue
          }
          let instance = try? native.library.child("i", of: factory)
          _ = try? instance?.use { native.library.use($0) }
        }
      }
    }
    for _ in 0..<20 { try cache.clear() }
    threads.forEach { $0.join() }
    try cache.clear()
    #expect(native.library.offences == [])
    #expect(native.library.aliveCount == 0)
  }
}
