import CFaust
import NativeLifetimes
import Synchronization

/// A running copy of a Faust program, with a state of its own.
///
/// ```swift
/// let tone = try DSP(factory)
/// try tone.initialize(sampleRate: 48_000)
/// try tone.setValue(880, of: "freq")
/// var output = AudioBlock<Float>(channels: tone.outputCount, frames: 512)
/// try tone.compute(into: &output)
/// ```
///
/// It keeps its factory alive, and is closed with it. Nothing of it can be used before
/// ``initialize(sampleRate:)``: libfaust leaves the state of a fresh instance as it finds the memory.
///
/// Thread safety: every member may be called from any thread. One thread at a time may compute or change the
/// instance as a whole; a second one gets ``FaustError/lifetime(_:)`` with `inUse`. Values of controls may be
/// read and set while another thread computes.
public final class DSP: Sendable {
  @usableFromInline let handle: NativeHandle<UnsafeMutableRawPointer>
  @usableFromInline let backend: Backend
  /// Its factory's, kept here so that a call need not look far.
  public let precision: Precision
  public let allowsInPlace: Bool
  public let inputCount: Int
  public let outputCount: Int
  private let kind: String

  /// Zero before the instance is initialised. Atomic though `handle.use` lets one thread in: a plain variable of a
  /// class is asked at each reading whether somebody writes it, which costs as much as all the rest of a call.
  @usableFromInline let rate = Atomic<Int32>(0)
  /// The sounds that the program plays, by control; guarded in the same way.
  nonisolated(unsafe) var sounds: [Int: NativeSound] = [:]
  private let table = AtomicLazyReference<ControlTable>()

  /// The highest rate that libfaust can be told.
  public static let maximumSampleRate = Int(Int32.max)

  /// Makes an instance.
  public convenience init(
    _ factory: DSPFactory, fileID: StaticString = #fileID, line: UInt = #line
  ) throws(FaustError) {
    let backend = factory.backend
    let kind = "Faust instance of '\(factory.name)'"
    let handle = try faultsAsFaustErrors {
      try factory.handle.makeChild(kind, fileID: fileID, line: line) { factory in
        cfaust_create_instance(backend.native, factory)
      } destroy: { instance in
        cfaust_delete_instance(backend.native, instance)
      }
    }
    try self.init(handle, backend, factory.precision, factory.allowsInPlace, kind)
  }

  private init(
    _ handle: NativeHandle<UnsafeMutableRawPointer>, _ backend: Backend, _ precision: Precision, _ allowsInPlace: Bool,
    _ kind: String
  ) throws(FaustError) {
    self.handle = handle
    self.backend = backend
    self.precision = precision
    self.allowsInPlace = allowsInPlace
    self.kind = kind
    (inputCount, outputCount) = try faultsAsFaustErrors {
      try handle.use { (Int(cfaust_inputs(backend.native, $0)), Int(cfaust_outputs(backend.native, $0))) }
    }
  }

  /// Makes another instance of the same program. It begins anew: it has no sample rate yet, and its controls
  /// stand where they stand at first. It does not need this instance afterwards.
  public func clone(fileID: StaticString = #fileID, line: UInt = #line) throws(FaustError) -> DSP {
    let backend = self.backend
    let copy = try faultsAsFaustErrors {
      try handle.makeClone(kind, fileID: fileID, line: line) { instance in
        cfaust_clone_instance(backend.native, instance)
      } destroy: { instance in
        cfaust_delete_instance(backend.native, instance)
      }
    }
    return try DSP(copy, backend, precision, allowsInPlace, kind)
  }

  /// Ends the instance now. Waits for calls under way; twice is fine.
  public func close(fileID: StaticString = #fileID, line: UInt = #line) throws(FaustError) {
    try faultsAsFaustErrors { try handle.close(fileID: fileID, line: line) }
  }

  /// How it ended; nil while it can be used.
  public var end: HandleEnd? { handle.end }

  /// What it is called in errors and in the live list.
  public var identity: HandleIdentity { handle.identity }

  /// The controls, which are asked for once.
  ///
  /// - Parameter instance: the native instance, inside `handle.use`.
  func controlTable(_ instance: UnsafeMutableRawPointer) throws -> ControlTable {
    if let table = table.load() { return table }
    let tree = ControlTreeBuilder(backend, instance)
    let areDouble = precision == .double && backend == .llvm
    let zones = try handle.borrow("controls", access: .anyThread) { _ in
      ControlTable.Zones(addresses: tree.zones, areDouble: areDouble)
    }
    return table.storeIfNil(ControlTable(tree, zones: zones))
  }

  /// The controls of an instance that was initialised.
  func liveControls() throws(FaustError) -> ControlTable {
    if let table = table.load() {
      return table
    }
    throw .notInitialized(identity)
  }
}

extension DSP: CustomStringConvertible {
  public var description: String { handle.description }
}
