import NativeLifetimes
import Testing

/// Fails a test that leaves native objects behind which it made.
///
/// What other tests hold at the same time does not count, nor what was made before. A library's own threads
/// may still be letting go when the test returns: they are given a moment.
public struct NoLeaksTrait: TestTrait, SuiteTrait, TestScoping {
  public init() {}

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let scope = LiveScope()
    var failure: (any Error)?
    do {
      try await scope.run { try await function() }
    } catch {
      failure = error
    }
    for _ in 0..<50 where !scope.live.isEmpty { try? await Task.sleep(for: .milliseconds(10)) }
    let live = scope.live
    if !live.isEmpty {
      Issue.record("the test leaves native objects behind; \(live)", sourceLocation: test.sourceLocation)
    }
    if let failure { throw failure }
  }
}

extension Trait where Self == NoLeaksTrait {
  /// The test fails when native objects that it made live on after it.
  ///
  /// ```swift
  /// @Test(.noLeaks) func aRenderFreesEverything() throws { … }
  /// ```
  public static var noLeaks: Self { Self() }
}
