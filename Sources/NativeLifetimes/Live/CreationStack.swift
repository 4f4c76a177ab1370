import Runtime
import Synchronization

/// The calls through which a handle was made, innermost first.
public struct CreationStack: Sendable {
  static let isOn = Atomic<Bool>(false)

  private let backtrace: Backtrace

  static func captureIfOn() -> CreationStack? {
    guard isOn.load(ordering: .relaxed) else { return nil }
    return (try? Backtrace.capture(limit: 32)).map(CreationStack.init(backtrace:))
  }

  /// One line a call, with its name and its place in the source where they are known.
  public var lines: [String] {
    guard let symbolicated = backtrace.symbolicated() else { return [] }
    return symbolicated.frames.map(\.description)
  }
}
