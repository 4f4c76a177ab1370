import LifetimeTestSupport
import NativeLifetimes
import Synchronization
import Testing

@Suite struct ThreadTests {
  let library = FakeLibrary()

  @Test func instancePassedToAnotherThreadDiesThereInOrder() throws {
    var factory: NativeHandle<Int>? = try library.handle("factory")
    var instance: NativeHandle<Int>? = try library.child("instance", of: #require(factory))
    let passed = Mutex(instance)
    factory = nil
    instance = nil
    let library = library
    TestThread {
      let mine = passed.withLock { $0.take() }
      try? mine?.use { library.use($0) }
    }.join()
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(library.offences == [])
    _ = (factory, instance)
  }

  @Test func aSecondThreadIsRefusedWhereOneIsTheLimit() throws {
    let instance = try library.handle("instance", access: .oneThread)
    let inside = Gate()
    let leave = Gate()
    let thread = TestThread {
      try? instance.use { _ in
        inside.open()
        leave.wait()
      }
    }
    inside.wait()
    #expect(throws: LifetimeError.inUse(instance.identity)) { try instance.use { library.use($0) } }
    leave.open()
    thread.join()
    try instance.use { library.use($0) }
    try instance.close()
  }

  @Test func manyThreadsAreLetInWhereTheLibraryLocks() throws {
    let instance = try library.handle("instance", access: .anyThread)
    let inside = Gate()
    let leave = Gate()
    let thread = TestThread {
      try? instance.use { _ in
        inside.open()
        leave.wait()
      }
    }
    inside.wait()
    try instance.use { library.use($0) }
    leave.open()
    thread.join()
    try instance.close()
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func closeWaitsForACallOnAnotherThread(access: Access) throws {
    let factory = try library.handle("factory")
    let instance = try library.child("instance", of: factory, access: access)
    let library = library
    let inside = Gate()
    let isClosing = Gate()
    let user = TestThread {
      try? instance.use { raw in
        inside.open()
        isClosing.wait()
        // The closer is at work by now and must not be done before this call is over.
        library.use(raw)
      }
    }
    inside.wait()
    let closer = TestThread {
      isClosing.open()
      try? factory.close()
    }
    user.join()
    closer.join()
    #expect(library.log == "+factory +instance -instance -factory")
    #expect(library.offences == [])
  }

  @Test func manyClosersEndItOnce() throws {
    let factory = try library.handle("factory")
    let children = try (0..<8).map { try library.child("c\($0)", of: factory) }
    let threads = (0..<4).map { number in
      TestThread {
        for child in number % 2 == 0 ? children : children.reversed() { try? child.close() }
        try? factory.close()
      }
    }
    threads.forEach { $0.join() }
    #expect(library.aliveCount == 0)
    #expect(library.offences == [])
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func childrenLetGoWhileTheirParentIsClosed(access: Access) throws {
    let library = library
    for _ in 0..<300 {
      let factory = try library.handle("factory")
      let children = Shared(try (0..<4).map { try library.child("c\($0)", of: factory, access: access) })
      let start = Gate()
      let dropper = TestThread {
        start.open()
        children.value = []
      }
      start.wait()
      try factory.close()
      dropper.join()
    }
    #expect(library.aliveCount == 0)
    #expect(library.offences == [])
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func aThreadInATightLoopCannotKeepACloserOut(access: Access) throws {
    let instance = try library.handle("instance", access: access)
    let library = library
    let started = Gate()
    let user = TestThread {
      while (try? instance.use({ library.use($0) })) != nil { started.open() }
    }
    started.wait()
    try instance.close()
    user.join()
    #expect(library.offences == [])
  }

  @Test func tenThousandFactoriesDropInAnyOrder() throws {
    let library = library
    let rounds = 2_500
    let threads = (0..<4).map { seed in
      TestThread {
        var random = SmallRandom(seed: UInt64(seed))
        for _ in 0..<rounds {
          guard let factory = try? library.handle("f") else { return }
          var held: [NativeHandle<Int>] = [factory]
          for _ in 0..<3 { if let child = try? library.child("i", of: factory) { held.append(child) } }
          held.shuffle(using: &random)
          if random.next() % 4 == 0 { try? factory.close() }
          while !held.isEmpty { held.removeLast() }
        }
      }
    }
    threads.forEach { $0.join() }
    #expect(library.aliveCount == 0)
    #expect(library.offences == [])
  }

  /// Each destroyer closes what the other thread is ending at that moment.
  @Test func destroyersThatCloseEachOthersObjectsDoNotWaitForEver() throws {
    let handles = Mutex<[NativeHandle<Int>]>([])
    let isEnding = [Gate(), Gate()]
    let destroyed = Counter()
    let parents = try [0, 1].map { _ in try library.handle("factory") }
    for (mine, parent) in parents.enumerated() {
      let other = 1 - mine
      let child = try parent.makeChild("instance") { _ in
        mine
      } destroy: { _ in
        isEnding[mine].open()
        isEnding[other].wait()
        try? handles.withLock { $0[other] }.close()
        destroyed.increment()
      }
      handles.withLock { $0.append(child) }
    }
    let threads = parents.map { parent in TestThread { try? parent.close() } }
    threads.forEach { $0.join() }
    #expect(destroyed.value == 2)
    #expect(parents.allSatisfy { $0.end != nil })
    handles.withLock { $0 = [] }
  }
}
