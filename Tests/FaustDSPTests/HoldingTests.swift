import FaustDSP
import Foundation
import NativeLifetimes
import Synchronization
import Testing

/// An instance that is held for many calls.
@Suite struct HoldingTests {
  private func counter(_ backend: Backend) throws -> DSP {
    try DSP.ready(DSPFactory(source: Programs.counter, name: "held", options: CompileOptions(backend: backend)))
  }

  @Test(arguments: Backend.allCases) func computesAsAnyOther(_ backend: Backend) throws {
    let dsp = try counter(backend)
    var block = AudioBlock<Float>(channels: 1, frames: 2)
    let last = try dsp.holding { held in
      for _ in 0..<3 { try held.compute(into: &block) }
      return block.samples(ofChannel: 0)[1]
    }
    #expect(last == 6)
    #expect(try outputs(of: dsp, frames: 1) == [[7]])
  }

  @Test(arguments: Backend.allCases) func readsAndWrites(_ backend: Backend) throws {
    let options = CompileOptions(backend: backend, allowsInPlace: true)
    let dsp = try DSP.ready(DSPFactory(source: Programs.cross, name: "held cross", options: options))
    var inputs = AudioBlock<Float>(channels: 2, frames: 1)
    var left = inputs[channel: 0]
    left[0] = 1
    var right = inputs[channel: 1]
    right[0] = 10
    var results = AudioBlock<Float>(channels: 2, frames: 1)
    try dsp.holding { held in
      try held.compute(inputs, into: &results)
      try held.compute(inPlace: &inputs)
    }
    #expect(firstFrame(of: results) == [10, 2])
    #expect(firstFrame(of: inputs) == [10, 2])
  }

  @Test func refusesWhatDoesNotFit() throws {
    let dsp = try counter(.interpreter)
    var two = AudioBlock<Float>(channels: 2, frames: 1)
    var precise = AudioBlock<Double>(channels: 1, frames: 1)
    try dsp.holding { held in
      #expect(throws: FaustError.channelMismatch(inputs: 0, outputs: 1, givenInputs: 0, givenOutputs: 2)) {
        try held.compute(into: &two)
      }
      #expect(throws: FaustError.precisionMismatch(program: .single, buffers: .double)) {
        try held.compute(into: &precise)
      }
    }
  }

  @Test func throwsWhatTheBodyThrows() throws {
    struct Enough: Error {}
    let dsp = try counter(.interpreter)
    #expect(throws: Enough.self) { try dsp.holding { _ in throw Enough() } }
    #expect(try outputs(of: dsp, frames: 1) == [[1]])
  }

  @Test func isRefusedWithoutASampleRateAndAfterTheEnd() throws {
    let raw = try DSP(DSPFactory(source: Programs.counter, name: "held raw"))
    #expect(throws: FaustError.notInitialized(raw.identity)) { try raw.holding { _ in } }
    let dsp = try counter(.interpreter)
    try dsp.close()
    let end = try #require(dsp.end)
    #expect(throws: FaustError.lifetime(.ended(dsp.identity, end))) { try dsp.holding { _ in } }
  }

  /// The other thread is turned away, or waits, until the instance is let go.
  @Test func keepsOtherThreadsOutAndTheInstanceAlive() throws {
    let dsp = try counter(.interpreter)
    var closing: Attempt?
    let last = try dsp.holding { held in
      let error = Attempt { _ = try outputs(of: dsp, frames: 1) }.error()
      #expect(error as? FaustError == .lifetime(.inUse(dsp.identity)))
      closing = Attempt { try dsp.close() }
      var block = AudioBlock<Float>(channels: 1, frames: 1)
      for _ in 0..<1000 { try held.compute(into: &block) }
      return block.samples(ofChannel: 0)[0]
    }
    #expect(last == 1000)
    #expect(try #require(closing).error() == nil)
    #expect(dsp.end != nil)
  }
}

private func firstFrame(of block: borrowing AudioBlock<Float>) -> [Float] {
  var frame: [Float] = []
  for channel in 0..<block.channelCount { frame.append(block.samples(ofChannel: channel)[0]) }
  return frame
}

/// Something that another thread tries.
private final class Attempt: Sendable {
  private let failure = Mutex<(any Error)?>(nil)
  private let isOver = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Void) {
    Thread.detachNewThread {
      do { try body() } catch { self.failure.withLock { $0 = error } }
      self.isOver.signal()
    }
  }

  /// Waits for the end of it.
  func error() -> (any Error)? {
    isOver.wait()
    return failure.withLock { $0 }
  }
}
