import Runtime
import Synchronization

/// The calls through which a handle was made, innermost first.
public struct CreationStack: Sendable {
  static let isOn = Atomic<Bool>(false)

  private let backtrace: Backtrace

  static func captureIfOn() -> CreationStack? {
    guard isOn.load(ordering: .relaxed) else { return nil }
    // By frame pointers, which Swift keeps; names are only looked for when somebody reads them.
    return (try? Backtrace.capture(algorithm: .fast, limit: 40, images: images)).map(CreationStack.init(backtrace:))
  }

  /// What is loaded, read once: it takes most of a millisecond. A library that is loaded later has no names.
  private static let images = ImageMap.capture()

  /// One line a call, with its name and its place in the source where they are known. The calls inside this
  /// module are left out.
  public var lines: [String] {
    guard let symbolicated = backtrace.symbolicated() else { return [] }
    return symbolicated.frames.drop { $0.symbol?.rawName.hasPrefix("$s15NativeLifetimes") ?? false }.map { frame in
      guard let symbol = frame.symbol else { return "\(frame.captured.description)" }
      return symbol.name + (symbol.sourceLocation.map { " at \($0)" } ?? "")
    }
  }
}
