import Synchronization

/// A look at every native object that the program holds.
///
/// Thread safety: every member may be called from any thread.
public enum NativeLifetimes {
  /// Every handle that lives now.
  public static var live: LiveList { LiveList(Registry.snapshot()) }

  /// Says whether no handle lives. When some do, prints them on standard error as a tree.
  ///
  /// For the end of a program: `guard NativeLifetimes.expectNone() else { exit(1) }`.
  @discardableResult
  public static func expectNone(fileID: StaticString = #fileID, line: UInt = #line) -> Bool {
    let live = Self.live
    guard !live.isEmpty else { return true }
    writeToStandardError("\(fileID):\(line): \(live)\n")
    return false
  }

  /// Whether each new handle keeps the call stack that made it. Off at first: a stack costs ten or more
  /// microseconds, the rest of the live list well under one.
  public static var recordsCreationStacks: Bool {
    get { CreationStack.isOn.load(ordering: .relaxed) }
    set { CreationStack.isOn.store(newValue, ordering: .relaxed) }
  }

  /// How often a library has called with a context whose registration was over, or was never made. Each
  /// such call was turned away; with a pointer for a context it would have run on freed memory.
  public static var lateCalls: Int { lateCallCount.load(ordering: .relaxed) }

  static let lateCallCount = Atomic<Int>(0)
}
