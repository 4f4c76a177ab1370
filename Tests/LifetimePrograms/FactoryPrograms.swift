import Foundation
import NativeLifetimes

/// The factory's variable goes first, its instance is used and goes later.
func runFactory(isBroken: Bool) throws {
  var factory: Factory? = try makeFactory()
  var instances: [Instance] = []
  if let factory { for _ in 0..<3 { instances.append(try makeInstance(factory)) } }
  if isBroken { try factory?.use { free($0) } }  // frees what the handle frees again, before its instances
  factory = nil
  for instance in instances { try instance.use { $0.pointee.value += 1 } }
  let last = instances.removeLast()
  try instances[0].close()
  instances = []
  try last.use { $0.pointee.value += 1 }

  // Closed early, with the instance's variable left over.
  let second = try makeFactory()
  let late = try makeInstance(second)
  try second.close()
  guard isEnded(late) else { fatalError("the instance was usable after its factory") }
}

/// Whether its owner has been closed.
private func isEnded(_ instance: Instance) -> Bool {
  do {
    try instance.use { $0.pointee.value += 1 }
    return false
  } catch {
    if case .ended = error { return true }
    return false
  }
}

/// A handle that nobody lets go of.
func runForgotten(isBroken: Bool) throws {
  let factory = try makeFactory()
  let instance = try makeInstance(factory)
  try instance.use { $0.pointee.value += 1 }
  if isBroken { try factory.use { _ = makeNativeInstance($0) } }  // made without a handle, so never freed
}

/// Two threads count in an object that takes one at a time; who is refused tries again.
func runThreads(isBroken: Bool) throws {
  let factory = try makeFactory()
  let instance = try makeInstance(factory)
  let pointer = UInt(bitPattern: try instance.use { $0 })
  onThreads(2) { _ in
    var counted = 0
    while counted < 2_000 {
      let isDone = (try? instance.use { $0.pointee.value += 1 }) != nil
      if isBroken { UnsafeMutablePointer<NativeInstance>(bitPattern: pointer)?.pointee.value += 1 }  // past the guard
      if isDone { counted += 1 }
    }
  }
  let total = try instance.use { $0.pointee.value }
  if !isBroken, total != 4_000 { fatalError("\(total) counted") }
}

/// Many factories with three instances each, let go of in any order, on four threads.
func runStress(isBroken: Bool) throws {
  let environment = ProcessInfo.processInfo.environment
  let rounds = environment["LIFETIME_ROUNDS"].flatMap(Int.init) ?? 10_000
  let warmUp = rounds / 4
  stress(rounds: warmUp)
  let before = residentPages()
  stress(rounds: rounds - warmUp)
  if isBroken { _ = Unmanaged.passRetained(try makeFactory()) }  // a reference that Swift does not know of
  let growth = residentPages() - before
  // 512 pages are the allocator's own slack; ten thousand factories that leaked would be thousands. The memory
  // tools keep freed memory on purpose.
  if environment["LIFETIME_FLAT"] != nil, growth > 512 { fatalError("memory grew by \(growth) pages") }
}

private func stress(rounds: Int) {
  onThreads(4) { thread in
    var state = UInt64(thread) + 1
    for _ in 0..<(rounds / 4) {
      guard let factory = try? makeFactory() else { fatalError("no factory") }
      var held: [AnyObject] = [factory]
      for _ in 0..<3 { if let instance = try? makeInstance(factory) { held.append(instance) } }
      if state % 5 == 0 { try? factory.close() }
      while !held.isEmpty {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        held.remove(at: Int((state >> 33) % UInt64(held.count)))
      }
    }
  }
}

private func residentPages() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let fields = text.split(separator: " ")
  return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
}
