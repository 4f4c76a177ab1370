import CNativeLifetimes
import LifetimeTestSupport
import NativeLifetimes
import Synchronization
import Testing

/// A thread that uses an object again and again has a short way in, which is shut for good when another thread comes.
@Suite struct OwningThreadTests {
  private func object(_ access: Access, destroy: @escaping @Sendable (Int) -> Void = { _ in }) throws -> NativeHandle<
    Int
  > {
    try NativeHandle("object", access: access) {
      7
    } destroy: { number in
      destroy(number)
    }
  }

  /// Calls often enough to become the object's owner.
  private func own(_ object: NativeHandle<Int>) throws {
    for _ in 0..<40 { #expect(try object.use { $0 } == 7) }
  }

  @Test(.enabled(if: native_lifetimes_can_order_all_threads() != 0), arguments: [Access.oneThread, .anyThread])
  func theShortWayIsOpenToTheOwnerAlone(access: Access) throws {
    let object = try object(access)
    #expect(object.useIfOwned { $0 } == nil)
    try own(object)
    #expect(object.useIfOwned { $0 } == 7)
    let fromWithin = try object.use { (_: Int) -> Int? in object.useIfOwned { $0 } }
    #expect(fromWithin == nil)
    #expect(object.useIfOwned { $0 } == 7)
    TestThread { #expect(object.useIfOwned { $0 } == nil) }.join()
    try object.close()
    #expect(object.useIfOwned { $0 } == nil)
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func theOwnerMayCallInsideACall(access: Access) throws {
    let object = try object(access)
    try own(object)
    #expect(try object.use { _ in try object.use { $0 } } == 7)
    #expect(throws: LifetimeError.endedFromWithin(object.identity, use: object.identity)) {
      try object.use { (_: Int) throws -> Void in try object.close() }
    }
    #expect(try object.use { $0 } == 7)
  }

  @Test func anotherThreadIsRefusedWhileTheOwnerIsInside() throws {
    let object = try object(.oneThread)
    try own(object)
    try object.use { (_: Int) in
      TestThread { #expect(throws: LifetimeError.inUse(object.identity)) { try object.use { $0 } } }.join()
    }
    // Shared by now: each may come, one at a time.
    TestThread { #expect(throws: Never.self) { try object.use { $0 } } }.join()
    try own(object)
  }

  @Test(arguments: [Access.oneThread, .anyThread])
  func closingWaitsForTheOwner(access: Access) throws {
    let destroyed = Counter()
    let object = try object(access) { _ in destroyed.increment() }
    try own(object)
    let inside = Gate()
    var closer: TestThread?
    try object.use { (_: Int) in
      closer = TestThread {
        inside.open()
        #expect(throws: Never.self) { try object.close() }
      }
      inside.wait()
      while object.end == nil { TestThread.pause() }
      #expect(destroyed.value == 0)
    }
    closer?.join()
    #expect(destroyed.value == 1)
  }

  /// The owner calls without a pause while another thread takes the object away: never are both inside.
  @Test func ownerAndStrangerNeverMeet() throws {
    for _ in 0..<300 {
      let object = try object(.oneThread)
      try own(object)
      let inside = Atomic<Int>(0)
      let collisions = Counter()
      let call: @Sendable () -> Bool = {
        let result: Void? = try? object.use { _ in
          if inside.wrappingAdd(1, ordering: .relaxed).oldValue != 0 { collisions.increment() }
          inside.wrappingSubtract(1, ordering: .relaxed)
        }
        return result != nil
      }
      let stranger = TestThread {
        var successes = 0
        while successes < 20 { if call() { successes += 1 } }
      }
      for _ in 0..<400 { _ = call() }
      stranger.join()
      #expect(collisions.value == 0)
      #expect(call())
    }
  }
}
