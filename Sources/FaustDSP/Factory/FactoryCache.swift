import CFaust
import NativeLifetimes

/// libfaust's own store of factories, one for each back end.
enum FactoryCache {
  private static let interpreter = make(.interpreter)
  private static let llvm = make(.llvm)

  static func of(_ backend: Backend) -> NativeCache<UnsafeMutableRawPointer> {
    backend == .llvm ? llvm : interpreter
  }

  private static func make(_ backend: Backend) -> NativeCache<UnsafeMutableRawPointer> {
    NativeCache("\(backend) factories") { factory in
      // False says that others still hold it, which is no failure.
      _ = cfaust_release_factory(backend.native, factory)
    } clear: {
      cfaust_release_all_factories(backend.native)
    }
  }
}

extension DSPFactory {
  /// The keys of all factories that live, in order.
  public static func cachedKeys(_ backend: Backend) -> [String] {
    FaustLibrary.ready()
    return takeStrings(cfaust_all_keys(backend.native)).sorted()
  }

  /// Ends every factory of a back end, instances first, and empties libfaust's cache. What the program still
  /// holds throws from then on.
  public static func clearCache(
    _ backend: Backend, fileID: StaticString = #fileID, line: UInt = #line
  ) throws(FaustError) {
    FaustLibrary.ready()
    try faultsAsFaustErrors { try FactoryCache.of(backend).clear(fileID: fileID, line: line) }
  }

  /// Gets a factory that lives by its key.
  public convenience init(
    cachedKey key: String, backend: Backend, fileID: StaticString = #fileID, line: UInt = #line
  ) throws(FaustError) {
    try self.init(backend, nil, fileID, line) { () throws(FaustError) in
      // Looked up first, since libfaust writes to standard error when it has no such factory.
      guard DSPFactory.cachedKeys(backend).contains(key),
        let factory = cfaust_factory_with_key(backend.native, key)
      else { throw .notInCache(key: key, backend) }
      return Made(factory: factory)
    }
  }
}
