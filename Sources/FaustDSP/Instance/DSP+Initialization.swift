import CFaust
import NativeLifetimes
import Synchronization

extension DSP {
  /// LLVM's code keeps the tables of a program once for all instances. Two threads must not fill them at once.
  private static let tables = Mutex(())

  /// Prepares everything: fills the program's tables, calculates its constants for the sample rate, puts the
  /// controls where they stand at first, and empties the state.
  ///
  /// Instances of one LLVM factory share the program's tables, so they should all have the same rate.
  public func initialize(sampleRate: Int) throws(FaustError) {
    guard (1...Self.maximumSampleRate).contains(sampleRate) else { throw .badSampleRate(sampleRate) }
    let rate = Int32(sampleRate)
    try faultsAsFaustErrors {
      try handle.use { instance in
        if backend == .llvm {
          Self.tables.withLock { _ in cfaust_init(backend.native, instance, rate) }
        } else {
          cfaust_init(backend.native, instance, rate)
        }
        let table = try controlTable(instance)
        try resetValues(table)
        self.rate.store(rate, ordering: .relaxed)
      }
    }
  }

  /// The rate that the instance was last initialised with; nil before the first time.
  public var sampleRate: Int? {
    get throws(FaustError) {
      let now = try faultsAsFaustErrors { try handle.use { _ in rate.load(ordering: .relaxed) } }
      return now == 0 ? nil : Int(now)
    }
  }

  /// One part of ``initialize(sampleRate:)``: everything but the program's tables.
  public func initializeInstance(sampleRate: Int) throws(FaustError) {
    try repeatPart(sampleRate) { backend, instance, rate in cfaust_instance_init(backend.native, instance, rate) }
    try faultsAsFaustErrors { try resetValues(liveControls()) }
  }

  /// One part of ``initialize(sampleRate:)``: the constants, such as those that depend on the sample rate.
  public func initializeConstants(sampleRate: Int) throws(FaustError) {
    try repeatPart(sampleRate) { backend, instance, rate in cfaust_instance_constants(backend.native, instance, rate) }
  }

  /// One part of ``initialize(sampleRate:)``: puts every control where it stands at first.
  public func resetControls() throws(FaustError) {
    try repeatPart(nil) { backend, instance, _ in cfaust_instance_reset_controls(backend.native, instance) }
    try faultsAsFaustErrors { try resetValues(liveControls()) }
  }

  /// One part of ``initialize(sampleRate:)``: empties the state, delays and filters, and leaves the controls alone.
  public func clear() throws(FaustError) {
    try repeatPart(nil) { backend, instance, _ in cfaust_instance_clear(backend.native, instance) }
  }

  /// Runs a part, for which the whole must have been run before: each part alone leaves memory as it was found.
  private func repeatPart(
    _ sampleRate: Int?, _ part: (Backend, UnsafeMutableRawPointer, Int32) -> Void
  ) throws(FaustError) {
    if let sampleRate, !(1...Self.maximumSampleRate).contains(sampleRate) { throw .badSampleRate(sampleRate) }
    try faultsAsFaustErrors {
      try handle.use { instance in
        guard rate.load(ordering: .relaxed) > 0 else { throw FaustError.notInitialized(identity) }
        let rate = sampleRate.map { Int32($0) } ?? self.rate.load(ordering: .relaxed)
        part(backend, instance, rate)
        self.rate.store(rate, ordering: .relaxed)
      }
    }
  }

  /// libfaust forgets to do so for the values that the interpreter copies in double precision.
  private func resetValues(_ table: ControlTable) throws {
    guard backend == .interpreter, precision == .double else { return }
    try table.zones.use { $0.reset(table.controls) }
  }
}
