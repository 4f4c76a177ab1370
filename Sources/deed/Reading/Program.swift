import Checking
import Claims
import Disciplines
import Facts
import Foundation
import Frontend
import Paths
import Reports
import Rewriting

/// A program that was read, with the disciplines in force in it: what every verb works on.
struct Program {
  let facts: FactBase
  let index: DisciplineIndex
  let discovered: [Discipline]
  let commands: [CompileCommand]
  let options: ReadOptions
  /// Empty unless they were asked for.
  let fingerprints: ProgramFingerprint
  /// The first error of each unit that has any.
  let diagnostics: [UnitDiagnostic]
  let paths = PathDisplay.current
  /// Files and directories, absolute; where there are any, nothing else is reported.
  private let wanted: [String]
  /// What units that were not read include too.
  private let shared: Set<String>
  private let statistics: ReadStatistics
  private let discoveryTime: Duration
  let threads: Int

  /// Reads the units of a database, of which `files` name those to report. Who owns what is passed to a function is seen
  /// where it is called: so the others are read too, unless the user wants the named ones alone.
  ///
  /// `near` is a file in whose neighbourhood the database is looked for when no other file is named. Who rewrites
  /// reads everything, or the named units alone and then rewrites nothing that others share; `wanted` are the files to rewrite. Who asks for fingerprints gets nothing from the cache.
  init(
    invocation: Invocation, files: [String], near: String? = nil, isRewritten: Bool = false,
    isFingerprinted: Bool = false, wanted: [String]? = nil, also extra: [Discipline] = []
  ) throws {
    let terminal = invocation.terminal
    let settings = try Settings(
      arguments: invocation.arguments, sources: files.isEmpty ? [near].compactMap(\.self) : files)
    // Before anything is read: a mistake in a discipline is said at once.
    let stated = extra + (try settings.statedDisciplines())
    let selection = try Self.selection(settings, flags: invocation.arguments.flags, files: files, near: near)
    terminal.warn(selection.problems)
    for database in selection.databases { terminal.detail("commands from \(shownPath(database))") }

    var options = ReadOptions(
      threads: settings.jobs.value, sharesHeaders: settings.sharedHeaders.value, usesCache: settings.cache.value,
      recordsLayout: isRewritten, toolVersion: version)
    if isFingerprinted {
      // What declares ownership says nothing else: with it and without it, a program is the same.
      let spellings =
        stated.flatMap(\.declared).flatMap { $0.attributes + $0.receiverAttributes }
        + stated.compactMap(\.annotations).flatMap(\.recordAttributes)
      options.fingerprinting = Fingerprinting(
        ignoredAttributes: spellings, ignoredHeaders: try StyleChoice.headers(besides: stated))
    }
    let progress = Progress(terminal: terminal)
    let paths = paths
    let isAlone = invocation.arguments.has(.alone)
    let commands = isAlone ? selection.commands : selection.program
    let result = read(commands, options: options) { progress.report("reading", $0, of: $1, paths.shown($2)) }
    progress.finish()
    for diagnostic in result.diagnostics {
      let place = "\(paths.shown(diagnostic.file)):\(diagnostic.line):\(diagnostic.column)"
      terminal.say(.warning, diagnostic.message, at: place)
    }
    for line in result.failures + result.warnings { terminal.say(.warning, line) }
    let (count, failed) = (commands.count, result.failures.count)
    guard failed < count else {
      throw Failure("nothing could be read: \(count == 1 ? "the one unit" : "all \(count) units") failed")
    }
    if failed > 0 { terminal.say(.note, "\(failed) of \(count) units could not be read; the rest is reported") }

    facts = result.facts
    self.commands = commands
    shared = isAlone && isRewritten ? Self.files(of: selection.program, besides: commands) : []
    self.options = options
    fingerprints = result.fingerprints
    diagnostics = result.diagnostics
    statistics = result.statistics
    let clock = ContinuousClock()
    let start = clock.now
    discovered = try Discovery.disciplines(in: facts, knowing: stated)
    index = DisciplineResolver(stated + discovered).resolve(facts)
    discoveryTime = clock.now - start
    threads = settings.jobs.value
    self.wanted = (wanted ?? files).map { absolutePath($0, in: FileManager.default.currentDirectoryPath) }
  }

  private static func files(of program: [CompileCommand], besides commands: [CompileCommand]) -> Set<String> {
    let read = Set(commands)
    let others = program.filter { !read.contains($0) }
    let includes = UnitIncludes(of: others)
    return Set(others.indices.flatMap { includes.files(of: $0) })
  }

  private static func selection(
    _ settings: Settings, flags: [String]?, files: [String], near: String?
  ) throws -> CommandSelection {
    guard let near, files.isEmpty, flags == nil, settings.build.value == nil else {
      return try CommandSelection(
        files: files.isEmpty && flags != nil ? [near].compactMap(\.self) : files, build: settings.build.value,
        flags: flags)
    }
    let path = absolutePath(near, in: FileManager.default.currentDirectoryPath)
    do {
      return try CommandSelection(files: [], directory: (path as NSString).deletingLastPathComponent)
    } catch {
      // A compile_flags.txt lists no files: then the one that is meant has to do.
      return try CommandSelection(files: [near])
    }
  }

  /// Walks every path of every function.
  func walk() -> PathAnalysis { PathAnalysis(facts: facts, disciplines: index, threads: threads) }

  /// Claims by the rules, by what the paths prove where they were walked, and by what a person answers.
  func solve(
    provenBy analysis: PathAnalysis? = nil, answer: ((ClaimSlot) -> Ownership?)? = nil,
    takesDeclared: ClaimSolver.DeclaredUse = .asGiven
  ) -> ClaimSet {
    let effects = analysis.map { PathEvidence(facts: facts, analysis: $0) }
    return ClaimSolver.solve(
      facts: facts, index: index,
      options: ClaimSolver.Options(effects: effects, answer: answer, takesDeclared: takesDeclared))
  }

  func report(of claims: ClaimSet) -> InferReport {
    InferReport(claims: claims, facts: facts, index: index, paths: paths) { isWanted($0) }
  }

  /// Whether a file, by its absolute path, is among those that the user asks about.
  func isWanted(_ path: String) -> Bool {
    !shared.contains(path)
      && (wanted.isEmpty || wanted.contains { path == $0 || $0 == "/" || path.hasPrefix($0 + "/") })
  }

  func file(at path: String) -> FileID? {
    let absolute = absolutePath(path, in: FileManager.default.currentDirectoryPath)
    return facts.files.firstIndex { facts[$0.path] == absolute }.map { FileID($0) }
  }

  /// What was read and how the solver worked, for `--stats`.
  func statistics(of claims: ClaimSet) -> [(name: String, value: String)] {
    let solver = claims.statistics
    let reading = statistics
    let shared =
      "\(reading.sharedHeaders) headers for \(reading.unitsWithSharedHeaders) units in \(reading.groups) groups, "
      + "\(reading.fallbacks) parsed again without"
    return [
      ("units", "\(reading.units)" + (reading.isFromCache ? ", from the cache" : "")), ("shared", shared),
      ("facts", "\(facts.functions.count) functions, \(facts.records.count) records, \(facts.files.count) files"),
      ("bodies", "\(solver.bodies) with \(solver.events) events"),
      ("flow", "\(solver.references) references, \(solver.transfers) transfers"),
      ("call graph", "\(solver.components) components, the largest of \(solver.largestComponent)"),
      ("solver", "\(solver.rounds) rounds, \(solver.visits) visits"),
      ("time to plan", Self.seconds(reading.planning)), ("  precompile headers", Self.seconds(reading.precompiling)),
      ("  lower units", Self.seconds(reading.lowering) + ", all threads together"),
      ("  link", Self.seconds(reading.linking + reading.finishing)),
      ("  load and store", Self.seconds(reading.caching)),
      ("  discover", Self.seconds(discoveryTime)), ("  read the bodies", Self.seconds(solver.readingTime)),
      ("  solve", Self.seconds(solver.solvingTime)),
    ]
  }

  private static func seconds(_ duration: Duration) -> String {
    duration.formatted(.units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 2)))
  }
}
