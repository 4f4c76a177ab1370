import LifetimeTestSupport
import NativeLifetimes
import NativeLifetimesTesting
import Testing

@Suite struct LiveListTests {
  let library = FakeLibrary()

  @Test func whatLivesIsATreeWithItsPlaces() throws {
    let scope = LiveScope()
    let line = #line as UInt
    let (factory, one, two) = try scope.run {
      let factory = try library.handle("factory")
      return (factory, try library.child("one", of: factory), try library.child("two", of: factory))
    }
    let part = try scope.run { try one.borrow("part") { $0 } }
    let text = scope.live.description.replacing(#/, [0-9.]+ s old/#, with: "")
    let file = "NativeLifetimesTests/LiveListTests.swift"
    #expect(
      text == """
        4 handles are alive:
          factory #\(factory.identity.id), made at \(file):\(line + 2)
            one #\(one.identity.id), made at \(file):\(line + 3)
              part #\(part.identity.id), made at \(file):\(line + 5)
            two #\(two.identity.id), made at \(file):\(line + 3)
        """)
    #expect(scope.live[1].parent == factory.identity.id)
    try factory.close()
    #expect(scope.live.isEmpty)
    #expect("\(scope.live)" == "no handle is alive")
    _ = (two, part)
  }

  @Test func aHandleMadeOnTheLibrarysOwnThreadBelongsWhereItsParentDoes() throws {
    let scope = LiveScope()
    let library = library
    let factory = try scope.run { try library.handle("factory") }
    let made = Gate()
    let leave = Gate()
    let thread = TestThread {
      let child = try? library.child("child", of: factory)
      made.open()
      leave.wait()
      try? child?.close()
    }
    made.wait()
    #expect(scope.live.map(\.identity.kind) == ["factory", "child"])
    leave.open()
    thread.join()
    #expect(scope.live.count == 1)
  }

  @Test(.noLeaks) func theTraitIsContentWithATestThatCleansUp() throws {
    let factory = try library.handle("factory")
    _ = try library.child("child", of: factory)
  }

  @Test func theTraitFailsATestThatLeaks() async throws {
    let library = library
    let kept = Kept()
    let test = try #require(Test.current)
    try await withKnownIssue {
      try await NoLeaksTrait().provideScope(for: test, testCase: Test.Case.current) {
        try kept.keep(library.handle("forgotten"))
      }
    } matching: { issue in
      issue.comments.contains { "\($0)".contains("forgotten #") && "\($0)".contains("1 handle is alive") }
    }
  }

  /// In a process of its own, since the switch is for the whole program.
  @Test func creationStacksNameTheCallers() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      NativeLifetimes.recordsCreationStacks = true
      let handle = try makeDeepInside()
      NativeLifetimes.expectNone()
      try handle.close()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("stacked #"))
    #expect(text.contains("makeDeepInside()"))
  }

  @Test func theEndOfAProgramPrintsWhatIsAlive() async {
    let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent]) {
      let library = FakeLibrary()
      let factory = try library.handle("factory")
      let child = try library.child("child", of: factory)
      try withExtendedLifetime(child) {
        if !NativeLifetimes.expectNone() { exitNow(3) }
        try child.close()
      }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(#/LiveListTests.swift:[0-9]+: 2 handles are alive:\n  factory #.*\n    child #/#))
  }
}

@inline(never) private func makeDeepInside() throws -> NativeHandle<Int> {
  try NativeHandle("stacked") {
    1
  } destroy: { _ in
  }
}

/// Keeps a handle beyond the test that made it.
private final class Kept: @unchecked Sendable {
  private var handle: NativeHandle<Int>?
  func keep(_ handle: NativeHandle<Int>) { self.handle = handle }
}
