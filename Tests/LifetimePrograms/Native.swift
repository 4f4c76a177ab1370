import Foundation
import NativeLifetimes
import Synchronization

/// What a C library would have behind its pointers: an instance reads its factory's memory, also when it dies.
struct NativeFactory {
  var instanceCount: Int
}

struct NativeInstance {
  let factory: UnsafeMutablePointer<NativeFactory>
  var value: Int
}

func makeNativeFactory() -> UnsafeMutablePointer<NativeFactory>? {
  let factory = malloc(MemoryLayout<NativeFactory>.size)?.bindMemory(to: NativeFactory.self, capacity: 1)
  factory?.initialize(to: NativeFactory(instanceCount: 0))
  return factory
}

func makeNativeInstance(_ factory: UnsafeMutablePointer<NativeFactory>) -> UnsafeMutablePointer<NativeInstance>? {
  let instance = malloc(MemoryLayout<NativeInstance>.size)?.bindMemory(to: NativeInstance.self, capacity: 1)
  instance?.initialize(to: NativeInstance(factory: factory, value: 0))
  factory.pointee.instanceCount += 1
  return instance
}

func freeNativeInstance(_ instance: UnsafeMutablePointer<NativeInstance>) {
  instance.pointee.factory.pointee.instanceCount -= 1
  free(instance)
}

typealias Factory = NativeHandle<UnsafeMutablePointer<NativeFactory>>
typealias Instance = NativeHandle<UnsafeMutablePointer<NativeInstance>>

func makeFactory() throws -> Factory {
  try NativeHandle("factory") {
    makeNativeFactory()
  } destroy: {
    free($0)
  }
}

func makeInstance(_ factory: Factory) throws -> Instance {
  try factory.makeChild("instance") {
    makeNativeInstance($0)
  } destroy: {
    freeNativeInstance($0)
  }
}

/// Runs the bodies on threads of their own, which begin together, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let barrier = Barrier(count)
  let done = DispatchSemaphore(value: 0)
  for number in 0..<count {
    Thread.detachNewThread {
      barrier.wait()
      body(number)
      done.signal()
    }
  }
  for _ in 0..<count { done.wait() }
}

private final class Barrier: Sendable {
  private let missing: Atomic<Int>
  init(_ count: Int) { missing = Atomic(count) }

  func wait() {
    missing.subtract(1, ordering: .relaxed)
    while missing.load(ordering: .relaxed) > 0 { sched_yield() }
  }
}
