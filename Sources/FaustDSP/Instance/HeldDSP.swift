import CFaust
import NativeLifetimes
import Synchronization

/// An instance that this thread holds for as many calls as it likes: what ``DSP/compute(_:into:)`` finds out at each call
/// is found out once.
///
/// It cannot be kept or given to another thread: it has one owner, ``DSP/holding(_:)``, which only lends it.
public struct HeldDSP: ~Copyable {
  @usableFromInline let dsp: DSP
  @usableFromInline let instance: UnsafeMutableRawPointer

  fileprivate init(_ dsp: DSP, _ instance: UnsafeMutableRawPointer) {
    self.dsp = dsp
    self.instance = instance
  }

  /// Lets the program work as ``DSP/compute(_:into:)`` does.
  @inlinable @inline(__always)
  public func compute<Sample>(
    _ inputs: borrowing AudioBlock<Sample>, into outputs: inout AudioBlock<Sample>
  ) throws(FaustError) {
    guard inputs.frameCount == outputs.frameCount, Sample.precision == dsp.precision,
      inputs.channelCount == dsp.inputCount, outputs.channelCount == dsp.outputCount
    else { return try dsp.compute(inputs, into: &outputs) }
    call(outputs.frameCount, UnsafeMutableRawPointer(inputs.table), UnsafeMutableRawPointer(outputs.table))
  }

  /// Lets the program work as ``DSP/compute(into:)`` does.
  @inlinable @inline(__always)
  public func compute<Sample>(into outputs: inout AudioBlock<Sample>) throws(FaustError) {
    guard Sample.precision == dsp.precision, dsp.inputCount == 0, outputs.channelCount == dsp.outputCount
    else { return try dsp.compute(into: &outputs) }
    let table = UnsafeMutableRawPointer(outputs.table)
    call(outputs.frameCount, table, table)
  }

  /// Lets the program work as ``DSP/compute(inPlace:)`` does.
  public func compute<Sample>(inPlace block: inout AudioBlock<Sample>) throws(FaustError) {
    try dsp.compute(inPlace: &block)
  }

  @inlinable @inline(__always)
  func call(_ frames: Int, _ inputs: UnsafeMutableRawPointer, _ outputs: UnsafeMutableRawPointer) {
    cfaust_compute(dsp.backend.native, instance, Int32(truncatingIfNeeded: frames), inputs, outputs)
  }
}

extension DSP {
  /// Holds the instance for a loop over many blocks, so that each call costs what it costs in C, and the checks of its
  /// blocks.
  ///
  /// ```swift
  /// try tone.holding { tone in
  ///   for _ in 0..<1_000 { try tone.compute(input, into: &output) }
  /// }
  /// ```
  ///
  /// Meanwhile another thread that computes with it gets `inUse`, and one that closes it or its factory waits. Values
  /// of controls may be read and set by every thread, as ever.
  public func holding<R>(_ body: (borrowing HeldDSP) throws -> R) throws -> R {
    var entered = false
    do {
      return try handle.use { instance in
        entered = true
        guard rate.load(ordering: .relaxed) > 0 else { throw FaustError.notInitialized(identity) }
        return try body(HeldDSP(self, instance))
      }
    } catch let error as LifetimeError where !entered {
      throw FaustError.lifetime(error)
    }
  }
}
