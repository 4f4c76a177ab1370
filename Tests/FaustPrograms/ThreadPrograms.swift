import FaustDSP
import Foundation
import NativeLifetimes
import Synchronization

/// Runs the bodies at the same time and waits for all.
private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}

private final class Tally: Sendable {
  /// Counted past every guard, for the broken program.
  nonisolated(unsafe) var unguarded = 0
  let refused = Atomic<Int>(0)
}

/// Threads compile, compute on one instance, turn its knob, clone it, and close it in the end.
func runThreads(isBroken: Bool) throws {
  let tally = Tally()
  let shared = try ready(DSPFactory(source: panel, name: "shared"))
  onThreads(4) { thread in
    let input = AudioBlock<Float>(channels: 1, frames: 64)
    var output = AudioBlock<Float>(channels: 1, frames: 64)
    for round in 0..<60 {
      do {
        switch thread {
        case 0: try shared.setValue(Double(round % 100) / 100, of: "gain")
        case 1: _ = try shared.value(of: "level")
        default: try shared.compute(input, into: &output)
        }
        let own = try ready(DSPFactory(source: "process = +(\(round % 7));", name: "own \(thread)"))
        try own.compute(input, into: &output)
        if thread == 3, round == 40 { try shared.close() }
      } catch {
        tally.refused.add(1, ordering: .relaxed)
      }
      if isBroken { for _ in 0..<1000 { tally.unguarded += 1 } }
    }
  }
  print("threads: \(tally.refused.load(ordering: .relaxed)) calls refused")
}

/// Ten thousand factories with three instances each, made on four threads and let go of in random order.
func runStorm(isBroken: Bool) throws {
  let rounds = ProcessInfo.processInfo.environment["FAUST_ROUNDS"].flatMap(Int.init) ?? 10_000
  storm(rounds: rounds / 4)
  let before = residentKilobytes()
  storm(rounds: rounds - rounds / 4)
  let growth = residentKilobytes() - before
  if isBroken { _ = Unmanaged.passRetained(try DSPFactory(source: counter, name: "forgotten")) }
  let keys = DSPFactory.cachedKeys(.interpreter).count
  print("storm: \(rounds) factories, \(growth) KB more after three quarters of them, \(keys) in libfaust's cache")
  // Fewer factories cannot be told from the allocator's own slack, and a sanitizer's allocator keeps what was freed.
  if rounds >= 10_000, growth > rounds * 3 / 4 { fatalError("memory grew by \(growth) KB") }
  if !isBroken, keys > 0 { fatalError("\(keys) factories are left in libfaust's cache") }
}

private func storm(rounds: Int) {
  let unexpected = Atomic<Int>(0)
  onThreads(4) { thread in
    var random = UInt64(thread) &+ 1
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(limit))
    }
    var held: [AnyObject] = []
    var block = AudioBlock<Float>(channels: 1, frames: 16)
    for round in 0..<(rounds / 4) {
      do {
        // Some programs are the same on several threads, so that they share a native factory.
        let factory = try DSPFactory(source: "process = \(next(50)) : +~_;", name: "storm \(round % 20)")
        held.append(factory)
        for _ in 0..<3 {
          let dsp = try ready(factory)
          if next(4) == 0 { try dsp.compute(into: &block) }
          held.append(dsp)
        }
        if next(10) == 0 { try factory.close() }
      } catch {
        unexpected.add(1, ordering: .relaxed)
      }
      while held.count > 40 { held.remove(at: next(held.count)) }
    }
  }
  let count = unexpected.load(ordering: .relaxed)
  if count > 0 { fatalError("\(count) factories could not be made") }
}

private func residentKilobytes() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let fields = text.split(separator: " ")
  return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4 : 0
}
