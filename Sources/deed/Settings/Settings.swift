import Foundation
import Reports
import YAML

/// What is in force: the command line's options, else the settings files', else the defaults.
struct Settings: Sendable {
  /// A value, and the file or option that it comes from; nil for a default.
  struct Value<Wrapped: Sendable>: Sendable {
    var value: Wrapped
    var origin: String?
  }

  var build: Value<String?>
  var disciplines: Value<[String]>
  /// Nil where the discipline's own counts.
  var style: Value<String?>
  var answers: Value<[String]>
  var jobs: Value<Int>
  var cache: Value<Bool>
  var sharedHeaders: Value<Bool>
  /// Objects that may be alive at the end of a recorded run; those of all files that are in force.
  var alive: [LedgerAllowance]
  /// The settings files that were read, closest first.
  var files: [SettingsFile]

  /// Reads what holds for the files named on the command line, and lets the command line win.
  init(arguments: Arguments, sources: [String]) throws {
    let here = FileManager.default.currentDirectoryPath
    let chain = try SettingsFile.chain(from: Self.commonDirectory(of: sources, in: here))
    files = chain

    func pick<T>(_ given: T?, _ option: Option, _ key: (SettingsFile) -> T?, default: T) -> Value<T> {
      if let given { return Value(value: given, origin: option.name) }
      for file in chain {
        if let value = key(file) { return Value(value: value, origin: file.path) }
      }
      return Value(value: `default`, origin: nil)
    }

    let build = arguments.value(.build).map { absolutePath($0, in: here) }
    self.build = pick(build.map(Optional.some), .build, { $0.build.map(Optional.some) }, default: nil)
    let processors = ProcessInfo.processInfo.activeProcessorCount
    jobs = pick(try arguments.number(.jobs, atLeast: 1), .jobs, { $0.jobs }, default: processors)
    cache = pick(arguments.has(.noCache) ? false : nil, .noCache, { $0.cache }, default: true)
    sharedHeaders = pick(
      arguments.has(.noSharedHeaders) ? false : nil, .noSharedHeaders, { $0.sharedHeaders }, default: true)

    alive = chain.flatMap(\.alive)
    let style = arguments.value(.style)
    self.style = pick(style.map(Optional.some), .style, { $0.style.map(Optional.some) }, default: nil)
    // Answers add up: those of the command line come first, and the first about a slot counts.
    let said = arguments.values(.answer) + chain.flatMap(\.answers)
    let sayers = (arguments.has(.answer) ? [Option.answer.name] : []) + chain.filter { !$0.answers.isEmpty }.map(\.path)
    answers = Value(value: said, origin: sayers.isEmpty ? nil : sayers.joined(separator: ", "))

    // Disciplines add up: those of the command line come first, so that they win where two speak of one name.
    let given = arguments.values(.discipline)
    let origins = (given.isEmpty ? [] : [Option.discipline.name]) + chain.filter { !$0.disciplines.isEmpty }.map(\.path)
    var names: [String] = []
    for name in given + chain.flatMap(\.disciplines) where !names.contains(name) { names.append(name) }
    disciplines = Value(value: names, origin: origins.isEmpty ? nil : origins.joined(separator: ", "))
  }

  /// The deepest directory that holds all of the files; the current one where none is named.
  static func commonDirectory(of sources: [String], in here: String) -> String {
    let directories = sources.map { source -> [Substring] in
      let path = absolutePath(source, in: here)
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      let directory = exists && isDirectory.boolValue ? path : (path as NSString).deletingLastPathComponent
      return directory.split(separator: "/")
    }
    guard var common = directories.first else { return here }
    for directory in directories.dropFirst() {
      common = zip(common, directory).prefix { $0 == $1 }.map(\.0)
    }
    return "/" + common.joined(separator: "/")
  }

  /// As a settings file that would say the same.
  func yaml() -> String {
    var entries: [(key: String, value: YAMLValue)] = []
    func add(_ key: SettingsFile.Key, _ value: YAMLValue) { entries.append((key.rawValue, value)) }
    if let build = build.value { add(.build, .string(shownPath(build))) }
    if !disciplines.value.isEmpty { add(.disciplines, .strings(disciplines.value.map(shownPath))) }
    if let style = style.value { add(.style, .string(SettingsFile.isFile(style) ? shownPath(style) : style)) }
    if !answers.value.isEmpty { add(.answers, .strings(answers.value)) }
    add(.jobs, .int(jobs.value))
    add(.cache, .bool(cache.value))
    add(.sharedHeaders, .bool(sharedHeaders.value))
    if !alive.isEmpty {
      add(
        .alive,
        .sequence(
          alive.map { allowance in
            let words = [("object", allowance.type), ("made-in", allowance.function), ("reason", allowance.reason)]
            return .mapping(words.compactMap { key, word in word.map { (key: key, value: .string($0)) } })
          }))
    }
    return YAMLValue.mapping(entries).yaml()
  }
}
