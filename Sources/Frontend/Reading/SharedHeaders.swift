import ClangBridge
import Facts

/// A group's shared headers, precompiled, with the facts of what they themselves define.
struct SharedHeaders: Sendable {
  /// The precompiled file.
  var path: String
  /// A header that includes them all; it is only in memory.
  var umbrella: String
  var text: String
  var count: Int
  var filesRead: [String]
  var filesMissing: [String]
  /// Macros that some unit defines early and that occur in these headers: such a unit may see them differently.
  var sensitiveMacros: Set<String>

  /// A unit that may use them.
  func serves(earlyMacros: [String]) -> Bool { !earlyMacros.contains { sensitiveMacros.contains($0) } }
}

extension SharedHeaders {
  private static let mostAttempts = 6

  /// Precompiles what can be precompiled. `nil` where that is nothing.
  ///
  /// A header that cannot be read where it stands is left out, together with those that include it.
  static func make(
    for group: UnitGroup, at path: String, options: ReadOptions
  ) -> (headers: SharedHeaders, facts: FactBase, fingerprint: UInt64?)? {
    CrashRestart.guarding("headers \(group.representative.file)") { attempt(for: group, at: path, options: options) }
      ?? nil
  }

  private static func attempt(
    for group: UnitGroup, at path: String, options: ReadOptions
  ) -> (headers: SharedHeaders, facts: FactBase, fingerprint: UInt64?)? {
    var headers = group.sharedHeaders
    let cache = SharedHeaderCache(arguments(for: "", like: group.representative), group, options: options)
    // The name stands in the precompiled file: it is the same for who makes it and who finds it.
    let umbrella = (cache?.precompiled ?? path) + ".h"
    if let cache, let kept = cache.load() {
      let read = kept.files.map(\.path).filter { $0 != cache.precompiled }
      let shared = SharedHeaders(
        path: cache.precompiled, umbrella: umbrella, text: text(of: kept.headers), count: kept.headers.count,
        filesRead: read, filesMissing: kept.missing,
        sensitiveMacros: mentioned(Set(group.earlyMacros.joined()), in: read))
      return (shared, kept.facts, nil)
    }
    for _ in 0..<mostAttempts where !headers.isEmpty {
      let text = text(of: headers)
      var request = UnitRequest(
        directory: group.representative.directory, arguments: arguments(for: umbrella, like: group.representative),
        mainFile: umbrella, overlays: [umbrella: text])
      options.apply(to: &request)
      guard let errors = try? precompile(request, to: path) else { return nil }
      guard let error = errors.first else {
        // The headers' own functions are lowered here, once for all units of the group.
        guard FilePath.isFile(path), let result = try? lowerUnit(request), result.errors.isEmpty else { return nil }
        let isKept = cache?.store(path, headers: headers, result, besides: umbrella) ?? false
        let shared = SharedHeaders(
          path: isKept ? cache?.precompiled ?? path : path, umbrella: umbrella, text: text, count: headers.count,
          filesRead: result.filesRead.filter { $0 != umbrella }, filesMissing: result.filesMissing,
          sensitiveMacros: mentioned(Set(group.earlyMacros.joined()), in: result.filesRead))
        return (shared, result.facts, result.fingerprint?.hash)
      }
      let culprit = FilePath.absolute(error.file, in: group.representative.directory)
      let paths = SearchPaths(group.representative)
      let graph = IncludeGraph()
      let target = graph.node(at: culprit)
      let kept = headers.filter { !graph.closure(of: $0, paths, followsConditions: true).contains(target) }
      guard kept.count < headers.count else { return nil }
      headers = kept
    }
    return nil
  }

  private static func text(of headers: [String]) -> String { headers.map { "#include \"\($0)\"\n" }.joined() }

  /// The command of a unit of the group, for a header of headers in its place.
  private static func arguments(for umbrella: String, like command: CompileCommand) -> [String] {
    let configuration = command.configuration
    var language = command.impliedLanguage
    if language == "c", configuration.contains("--driver-mode=g++") { language = "c++" }
    if let flag = configuration.lastIndex(of: "-x"), flag + 1 < configuration.count {
      language = configuration[flag + 1]
    } else if let flag = configuration.last(where: { $0.hasPrefix("-x") && $0.count > 2 }) {
      language = String(flag.dropFirst(2))
    }
    return configuration + ["-x", language.hasSuffix("-header") ? language : language + "-header", umbrella]
  }

  private static func mentioned(_ names: Set<String>, in files: [String]) -> Set<String> {
    guard !names.isEmpty else { return [] }
    var found: Set<String> = []
    for file in files {
      guard let words = bridge_words_read(file) else { continue }
      defer { bridge_words_free(words) }
      for name in names where bridge_words_contain(words, name) { found.insert(name) }
    }
    return found
  }
}
