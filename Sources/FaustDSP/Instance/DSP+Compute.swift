import CFaust
import NativeLifetimes
import Synchronization

extension DSP {
  /// Lets the program work for as many frames as the blocks hold.
  ///
  /// Costs some nanoseconds over the call of libfaust, and allocates nothing.
  ///
  /// The inputs have one channel for each input of the program, the outputs one for each output, and both hold
  /// equally many frames.
  @inlinable @inline(__always)
  public func compute<Sample>(
    _ inputs: borrowing AudioBlock<Sample>, into outputs: inout AudioBlock<Sample>
  ) throws(FaustError) {
    guard inputs.frameCount == outputs.frameCount else {
      throw .frameMismatch(inputs: inputs.frameCount, outputs: outputs.frameCount)
    }
    try compute(
      Sample.precision, outputs.frameCount, (UnsafeMutableRawPointer(inputs.table), inputs.channelCount),
      (UnsafeMutableRawPointer(outputs.table), outputs.channelCount))
  }

  /// Lets a program without inputs work for as many frames as the block holds.
  @inlinable @inline(__always)
  public func compute<Sample>(into outputs: inout AudioBlock<Sample>) throws(FaustError) {
    try compute(
      Sample.precision, outputs.frameCount, (UnsafeMutableRawPointer(outputs.table), 0),
      (UnsafeMutableRawPointer(outputs.table), outputs.channelCount))
  }

  /// Lets the program read its inputs from a block and write its outputs over them.
  ///
  /// The block has as many channels as the program has inputs or outputs, whichever are more.
  @inlinable @inline(__always)
  public func compute<Sample>(inPlace block: inout AudioBlock<Sample>) throws(FaustError) {
    guard allowsInPlace else { throw .notInPlace(factory: description) }
    guard block.channelCount == max(inputCount, outputCount) else {
      throw .channelMismatch(
        inputs: inputCount, outputs: outputCount, givenInputs: block.channelCount, givenOutputs: block.channelCount)
    }
    try compute(
      Sample.precision, block.frameCount, (UnsafeMutableRawPointer(block.table), inputCount),
      (UnsafeMutableRawPointer(block.table), outputCount))
  }

  @inlinable @inline(__always)
  func compute(
    _ precision: Precision, _ frames: Int, _ inputs: (UnsafeMutableRawPointer, Int),
    _ outputs: (UnsafeMutableRawPointer, Int)
  ) throws(FaustError) {
    guard precision == self.precision, inputs.1 == inputCount, outputs.1 == outputCount,
      computeAtOnce(self, frames, inputs.0, outputs.0)
    else { return try computeSlowly(precision, frames, inputs, outputs) }
  }

  /// Says why the call was not made, or makes it after all when only the short way was barred.
  @usableFromInline @inline(never)
  func computeSlowly(
    _ precision: Precision, _ frames: Int, _ inputs: (UnsafeMutableRawPointer, Int),
    _ outputs: (UnsafeMutableRawPointer, Int)
  ) throws(FaustError) {
    guard precision == self.precision else {
      throw .precisionMismatch(program: self.precision, buffers: precision)
    }
    guard inputs.1 == inputCount, outputs.1 == outputCount else {
      throw .channelMismatch(
        inputs: inputCount, outputs: outputCount, givenInputs: inputs.1, givenOutputs: outputs.1)
    }
    let isReady: Bool
    do {
      isReady = try handle.use { instance in
        guard rate.load(ordering: .relaxed) > 0 else { return false }
        cfaust_compute(backend.native, instance, Int32(truncatingIfNeeded: frames), inputs.0, outputs.0)
        return true
      }
    } catch {
      throw .lifetime(error)
    }
    guard isReady else { throw .notInitialized(identity) }
  }
}

/// The one call that everything is for, with nothing beside it that could throw. False when it was not made.
///
/// No method, so that the arguments stand in the registers in which libfaust wants them; and the rate is looked at
/// before anything has to be kept across the call, since it never goes back to zero.
@inlinable @inline(__always)
func computeAtOnce(
  _ dsp: DSP, _ frames: Int, _ inputs: UnsafeMutableRawPointer, _ outputs: UnsafeMutableRawPointer
) -> Bool {
  guard dsp.rate.load(ordering: .relaxed) > 0 else { return false }
  let backend = dsp.backend
  return dsp.handle.useIfOwned { instance in
    cfaust_compute(backend.native, instance, Int32(truncatingIfNeeded: frames), inputs, outputs)
  } != nil
}
