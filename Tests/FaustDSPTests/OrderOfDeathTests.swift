import FaustDSP
import Testing

/// Whichever variable goes first, the instance goes before its factory, and what is left over works or throws.
@Suite struct OrderOfDeathTests {
  private func factory(_ backend: Backend, _ name: String) throws -> DSPFactory {
    try DSPFactory(source: Programs.counter, name: "\(name) \(backend)", options: CompileOptions(backend: backend))
  }

  @Test(arguments: Backend.allCases) func factoryGoesFirst(_ backend: Backend) throws {
    var maker: DSPFactory? = try factory(backend, "first")
    let key = try #require(maker?.shaKey)
    var dsp: DSP? = try .ready(#require(maker))
    maker = nil
    _ = maker
    #expect(DSPFactory.cachedKeys(backend).contains(key))
    #expect(try outputs(of: #require(dsp), frames: 2) == [[1, 2]])
    dsp = nil
    _ = dsp
    #expect(!DSPFactory.cachedKeys(backend).contains(key))
  }

  @Test(arguments: Backend.allCases) func instanceGoesFirst(_ backend: Backend) throws {
    let maker = try factory(backend, "last")
    var dsp: DSP? = try .ready(maker)
    dsp = nil
    _ = dsp
    #expect(try outputs(of: .ready(maker), frames: 1) == [[1]])
  }

  @Test(arguments: Backend.allCases) func bothInACycle(_ backend: Backend) throws {
    final class Owner {
      let factory: DSPFactory
      let dsp: DSP
      var other: Owner?
      init(_ factory: DSPFactory) throws {
        self.factory = factory
        dsp = try .ready(factory)
      }
    }
    let one = try Owner(factory(backend, "cycle"))
    let two = try Owner(one.factory)
    one.other = two
    two.other = one
    try one.factory.close()
    #expect(one.dsp.end != nil && two.dsp.end != nil)
    #expect(!DSPFactory.cachedKeys(backend).contains(one.factory.shaKey))
    one.other = nil
  }

  @Test(arguments: Backend.allCases) func closedTwice(_ backend: Backend) throws {
    let maker = try factory(backend, "twice")
    let dsp = try DSP.ready(maker)
    try dsp.close()
    try dsp.close()
    try maker.close()
    try maker.close()
    try dsp.close()
  }

  @Test(arguments: Backend.allCases) func cloneAndClose(_ backend: Backend) throws {
    let maker = try factory(backend, "clone")
    let dsp = try DSP.ready(maker)
    let copy = try dsp.clone()
    try dsp.close()
    #expect(throws: FaustError.self) { try dsp.clone() }
    // A clone needs the factory, not what it was cloned from.
    try copy.initialize(sampleRate: 44_100)
    #expect(try outputs(of: copy, frames: 2) == [[1, 2]])
    try maker.close()
    #expect(copy.end != nil)
  }

  @Test(arguments: Backend.allCases) func factoryFromTheCacheTwice(_ backend: Backend) throws {
    let one = try factory(backend, "cached")
    let two = try factory(backend, "cached")
    let ofOne = try DSP.ready(one)
    let ofTwo = try DSP.ready(two)
    try one.close()
    #expect(ofOne.end != nil)
    #expect(try outputs(of: ofTwo, frames: 1) == [[1]])
  }

  @Test(arguments: Backend.allCases) func instanceOnAnotherThread(_ backend: Backend) async throws {
    let dsp = try DSP.ready(factory(backend, "travels"))
    let heard = try await Task.detached { try outputs(of: dsp, frames: 3) }.value
    #expect(heard == [[1, 2, 3]])
  }

  @Test func errorsNameTheObjectAndBothPlaces() throws {
    let maker = try factory(.interpreter, "named")
    let dsp = try DSP.ready(maker)
    try maker.close()
    do {
      _ = try outputs(of: dsp, frames: 1)
      Issue.record("a dead instance has computed")
    } catch {
      let text = "\(error)"
      #expect(text.contains("Faust instance of 'named interpreter'"))
      #expect(text.contains("Programs.swift"))
      #expect(text.contains("OrderOfDeathTests.swift"))
    }
  }
}
