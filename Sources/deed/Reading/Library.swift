import Claims
import Disciplines
import Facts
import Foundation
import Frontend
import Paths
import Reports
import Wrapping

/// A library as its clients and, where a database covers it, its own sources show it.
struct Library {
  let facts: FactBase
  let index: DisciplineIndex
  let enumerations: [Enumeration]
  let language: Face.Language
  /// Absolute.
  let headers: [String]
  let headerPaths: [String]
  /// What the flags have included before all headers, which then may need it.
  private let forcedIncludes: [Face.Header]
  private let surface: HeaderSurface
  private let parameterNames: [String: [String]]
  private let habitual: Set<String>
  private let missing: Set<String>
  /// What the functions of the C library do with memory.
  private let memory: Discipline?
  /// How many functions are walked at a time.
  private let threads: Int
  /// Whether the library's own code was read.
  let hasSources: Bool

  init(invocation: Invocation, headers names: [String]) throws {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    let here = FileManager.default.currentDirectoryPath
    let settings = try Settings(arguments: arguments, sources: names)
    let stated = try settings.statedDisciplines()
    threads = settings.jobs.value
    headers = names.map { absolutePath($0, in: here) }
    for (name, path) in zip(names, headers) where !FileManager.default.fileExists(atPath: path) {
      throw Failure("\(name): no such file", help: "name the headers that a client of the library includes")
    }
    let flags = arguments.flags ?? []
    headerPaths = Self.searchPaths(in: flags, here)
    forcedIncludes = zip(flags, flags.dropFirst()).filter { $0.0 == "-include" }.map { _, name in
      let path = absolutePath(name, in: here)
      let isThere = FileManager.default.fileExists(atPath: path)
      return Face.Header(name: isThere ? path : name, isAngled: !isThere)
    }
    let unit = try readHeaders(headers, flags: flags, directory: here)
    if let error = unit.errors.first {
      throw Failure(
        "\(shownPath(error.file)):\(error.line):\(error.column): \(error.message)",
        help: "give the flags that a client needs after --, such as -I or -include")
    }
    language = unit.isCPlusPlus ? .cPlusPlus : .c
    enumerations = unit.enumerations

    var linker = Linker()
    linker.add(unit.facts)
    memory = try BuiltIn.discipline(named: "malloc")
    hasSources = arguments.value(.build) != nil
    if let build = arguments.value(.build) {
      linker.add(try Self.sources(build, settings, terminal))
    }
    facts = linker.finish()
    parameterNames = Self.parameterNames(in: unit.facts)
    missing = LinkedLibraries(arguments).map { Self.missing(from: $0, unit) } ?? []
    surface = HeaderSurface(
      headers: headers, searchPaths: Self.shared(headerPaths), included: unit.filesRead,
      declared: Set(parameterNames.keys),
      definedTypes: Set(unit.facts.records.filter(\.isDefined).map { unit.facts[$0.name] }),
      voidTypes: Set(unit.facts.types.filter { $0.kind == .void }.flatMap(\.aliases).map { unit.facts[$0] }))
    let known = stated + (try Discovery.disciplines(in: facts, knowing: stated))
    let resolved = DisciplineResolver(known).resolve(facts)
    // What neither is stated nor shows in a body may still be called as such functions are.
    let habits = HabitualDisciplines.disciplines(for: surface, in: facts, besides: resolved)
    habitual = Set(habits.map(\.name))
    index = habits.isEmpty ? resolved : DisciplineResolver(known + habits).resolve(facts)
  }

  private static func parameterNames(in facts: FactBase) -> [String: [String]] {
    var names: [String: [String]] = [:]
    for function in facts.functions where function.kind != .signature {
      names[facts[function.usr]] = function.parameters.map { facts[$0.name] }
    }
    return names
  }

  /// What stands in the headers without a body and in no linked library: old headers' leftovers, other builds' options.
  private static func missing(from libraries: LinkedLibraries, _ unit: HeaderUnit) -> Set<String> {
    var missing: Set<String> = []
    for (index, function) in unit.facts.functions.enumerated() {
      guard function.flags.isDisjoint(with: [.isDefined, .isDeleted, .isDefaulted, .isPure, .isImplicit, .isInternal]),
        let symbols = unit.symbols.ofFunction[FunctionID(index)], libraries.symbols.isDisjoint(with: symbols)
      else { continue }
      missing.insert(unit.facts[function.usr])
    }
    return missing
  }

  private static func sources(_ build: String, _ settings: Settings, _ terminal: Terminal) throws -> FactBase {
    let selection = try CommandSelection(files: [], build: build)
    terminal.warn(selection.problems)
    let options = ReadOptions(
      threads: settings.jobs.value, sharesHeaders: settings.sharedHeaders.value, usesCache: settings.cache.value,
      toolVersion: version)
    let progress = Progress(terminal: terminal)
    let result = read(selection.commands, options: options) { progress.report("reading", $0, of: $1, shownPath($2)) }
    progress.finish()
    for diagnostic in result.diagnostics {
      let place = "\(shownPath(diagnostic.file)):\(diagnostic.line):\(diagnostic.column)"
      terminal.say(.warning, diagnostic.message, at: place)
    }
    for line in result.failures + result.warnings { terminal.say(.warning, line) }
    guard result.failures.count < selection.commands.count else {
      throw Failure("nothing could be read of the database in \(build): every unit failed")
    }
    return result.facts
  }

  private static func searchPaths(in flags: [String], _ here: String) -> [String] {
    var paths: [String] = []
    for (index, flag) in flags.enumerated() where flag.hasPrefix("-I") || flag == "-isystem" {
      let value =
        flag == "-I" || flag == "-isystem"
        ? (index + 1 < flags.count ? flags[index + 1] : "") : String(flag.dropFirst(2))
      if !value.isEmpty { paths.append(absolutePath(value, in: here)) }
    }
    return paths
  }

  /// Directories that many libraries put their headers in: the usual ones, and those that are named as those are.
  private static func shared(_ paths: [String]) -> [String] { paths.filter { $0.hasSuffix("/include") } + usualPaths }

  /// Where every compiler looks.
  private static let usualPaths = ["/usr/local/include", "/usr/include"]

  /// - Parameters:
  ///   - module: the Swift module.
  ///   - walksPaths: proves more, and takes longer.
  ///   - holdsHandles: objects that have one owner get Swift classes.
  func face(module: String, walksPaths: Bool, holdsHandles: Bool = false) -> Face {
    let claims = ClaimSolver.solve(facts: facts, index: index)
    let paths = headerPaths + Self.usualPaths
    let source = FaceSource(
      facts: facts, index: index, claims: claims,
      effects: walksPaths ? PathAnalysis(facts: facts, disciplines: index, threads: threads).effects : [],
      enumerations: enumerations,
      surface: surface, parameterNames: parameterNames, habitual: habitual, missing: missing,
      memory: memory, shownPath: { shownPath($0) })
    let included = headers.map { path in
      let best = paths.filter { path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
      return best.map { Face.Header(name: String(path.dropFirst($0.count + 1)), isAngled: true) }
        ?? Face.Header(name: path, isAngled: false)
    }
    return Face(
      module: module, language: language, headers: forcedIncludes + included, source: source, holdsHandles: holdsHandles
    )
  }
}
