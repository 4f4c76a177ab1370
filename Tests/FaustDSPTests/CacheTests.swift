import FaustDSP
import Testing

/// One after another: clearing the cache ends the factories of the other tests too.
extension LastSuites {
  @Suite(.serialized) struct CacheTests {
    @Test(arguments: Backend.allCases) func sharesEqualProgramsAndCounts(_ backend: Backend) throws {
      let options = CompileOptions(backend: backend)
      let source = "process = *(\(backend == .llvm ? 0.125 : 0.375));"
      var first: DSPFactory? = try DSPFactory(source: source, name: "shared", options: options)
      let second = try DSPFactory(source: source, name: "shared", options: options)
      let other = try DSPFactory(source: source, name: "other name", options: options)
      let key = second.shaKey
      #expect(first?.shaKey == key)
      #expect(other.shaKey != key)
      #expect(second.sharedCount == 2)
      #expect(DSPFactory.cachedKeys(backend).contains(key))

      let third = try DSPFactory(cachedKey: key, backend: backend)
      #expect(second.sharedCount == 3)
      #expect(third.name == "shared")

      // One count less each time, and the native factory with the last.
      first = nil
      _ = first
      try third.close()
      #expect(second.sharedCount == 1)
      let dsp = try DSP.ready(second)
      #expect(try outputs(of: dsp, frames: 1, inputs: [[8]]).first?.first == (backend == .llvm ? 1 : 3))
      try second.close()
      #expect(!DSPFactory.cachedKeys(backend).contains(key))
      #expect(throws: FaustError.notInCache(key: key, backend)) { try DSPFactory(cachedKey: key, backend: backend) }
    }

    @Test(arguments: Backend.allCases) func clearsWhileInstancesLive(_ backend: Backend) throws {
      let options = CompileOptions(backend: backend)
      let factory = try DSPFactory(source: Programs.counter, name: "cleared", options: options)
      let dsp = try DSP.ready(factory)
      try DSPFactory.clearCache(backend)
      #expect(DSPFactory.cachedKeys(backend) == [])
      #expect(factory.end != nil)
      #expect(dsp.end != nil)
      #expect { try outputs(of: dsp, frames: 1) } throws: { error in
        guard case .lifetime(.ended(let object, _))? = error as? FaustError else { return false }
        return object == dsp.identity
      }
      #expect(throws: FaustError.self) { try DSP(factory) }

      let again = try DSPFactory(source: Programs.counter, name: "cleared", options: options)
      #expect(try outputs(of: .ready(again), frames: 2) == [[1, 2]])
    }
  }
}
