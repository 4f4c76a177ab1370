/// Marks the handles that one piece of work makes, so that what it leaves behind can be told from what
/// others hold at the same time. Work in child tasks belongs to it too.
///
/// Thread safety: every member may be called from any thread.
public final class LiveScope: Sendable, Equatable {
  @TaskLocal static var current: LiveScope?

  public init() {}

  /// Runs `body` with everything that it makes marked.
  public func run<R>(_ body: () throws -> R) rethrows -> R {
    try Self.$current.withValue(self, operation: body)
  }

  /// Runs `body` with everything that it makes marked.
  public func run<R>(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R) async rethrows -> R {
    try await Self.$current.withValue(self, operation: body)
  }

  /// What was made in this scope and lives.
  public var live: LiveList { LiveList(Registry.snapshot().filter { $0.scope == self }) }

  public static func == (one: LiveScope, other: LiveScope) -> Bool { one === other }
}
