import Synchronization

typealias FakeFunction = @convention(c) (_ context: UnsafeMutableRawPointer?, _ value: Int32) -> Int32

/// A library that keeps functions with their contexts and calls them when it is told to, also those that
/// it was told to forget.
final class FakeCaller: Sendable {
  struct Entry: @unchecked Sendable {
    let function: FakeFunction
    let context: UnsafeMutableRawPointer
  }

  struct State {
    var current: Entry?
    var forgotten: [Entry] = []
    var cancelCount = 0
  }

  private let state = Mutex(State())

  func register(_ function: @escaping FakeFunction, _ context: UnsafeMutableRawPointer) -> Bool {
    let entry = Entry(function: function, context: context)
    state.withLock { state in
      if let old = state.current { state.forgotten.append(old) }
      state.current = entry
    }
    return true
  }

  func cancel(_ context: UnsafeMutableRawPointer) {
    let held = UInt(bitPattern: context)
    state.withLock { state in
      state.cancelCount += 1
      guard let entry = state.current, UInt(bitPattern: entry.context) == held else { return }
      state.forgotten.append(entry)
      state.current = nil
    }
  }

  var cancelCount: Int { state.withLock { $0.cancelCount } }

  func call(_ value: Int32) -> Int32? {
    state.withLock { $0.current }.map { $0.function($0.context, value) }
  }

  /// Calls everything that it should not call any more.
  func callForgotten(_ value: Int32) -> [Int32] {
    state.withLock { $0.forgotten }.map { $0.function($0.context, value) }
  }
}
