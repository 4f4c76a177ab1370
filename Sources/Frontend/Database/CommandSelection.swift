/// Which commands a call of the tool is about, and what was asked for in vain.
public struct CommandSelection: Sendable {
  public var commands: [CompileCommand] = []
  /// The commands with all others of the databases that they come from: what the files are a part of.
  public var program: [CompileCommand] = []
  /// A line each: entries of databases that are of no use, files for which there is no command.
  public var problems: [String] = []
  /// The databases that were read.
  public var databases: [String] = []

  /// Finds the commands for files, or all of a database where no file is named.
  ///
  /// - Parameters:
  ///   - files: sources, headers (a unit that includes one serves for it) and directories, as the user wrote them.
  ///   - build: what `-p` names.
  ///   - flags: what followed `--`; they serve for each file, and no database is looked for.
  public init(
    files: [String], build: String? = nil, flags: [String]? = nil, directory: String? = nil
  ) throws(DatabaseError) {
    let directory = directory ?? FilePath.current
    let paths = files.map { FilePath.absolute($0, in: directory) }
    if let flags {
      guard !files.isEmpty else { throw DatabaseError("flags after -- but no file for them to serve") }
      for (file, path) in zip(files, paths) where isThere(path, as: file) {
        commands.append(CompileCommand(path: path, flags: flags, directory: directory, beside: paths))
      }
    } else if let build {
      try add(CompileDatabase(at: build), files: zip(files, paths).map { ($0, $1) })
    } else if files.isEmpty {
      switch DatabaseSearch.nearest(to: directory) {
      case .database(let path): try add(CompileDatabase(at: path), files: [])
      case .flags(let path): throw DatabaseError("\(path): gives flags but no files; name the files to read")
      case nil: throw DatabaseError(Self.nothingFound("the current directory"))
      }
    } else {
      try search(zip(files, paths).map { ($0, $1) })
    }
    var known: Set<CompileCommand> = []
    commands.removeAll { !known.insert($0).inserted }
    known = []
    if program.isEmpty || commands.isEmpty { program = commands }
    program.removeAll { !known.insert($0).inserted }
    if commands.isEmpty, let problem = problems.first { throw DatabaseError(problem) }
  }

  private static func nothingFound(_ place: String) -> String {
    "no compile_commands.json in \(place) or above; name one with -p, or give flags after --"
  }

  /// Each file's own nearest database; files that share one are looked up in it together.
  private mutating func search(_ files: [(name: String, path: String)]) throws(DatabaseError) {
    var order: [DatabaseSearch.Found] = []
    var groups: [DatabaseSearch.Found: [(String, String)]] = [:]
    for file in files where isThere(file.path, as: file.name) {
      let start = FilePath.isDirectory(file.path) ? file.path : FilePath.directory(of: file.path)
      guard let found = DatabaseSearch.nearest(to: start) else {
        problems.append("\(file.name): " + Self.nothingFound("its directory"))
        continue
      }
      if groups[found] == nil { order.append(found) }
      groups[found, default: []].append(file)
    }
    for found in order {
      let files = groups[found] ?? []
      switch found {
      case .database(let path): try add(CompileDatabase(at: path), files: files)
      case .flags(let path):
        let database = try CompileDatabase(flagsFile: path, for: files.map(\.1))
        databases.append(path)
        problems += database.problems
        commands += database.commands
        program += database.commands
      }
    }
  }

  private mutating func add(_ database: CompileDatabase, files: [(name: String, path: String)]) {
    databases.append(database.path)
    problems += database.problems
    program += database.commands
    guard !files.isEmpty else {
      commands += database.commands
      return
    }
    let index = Dictionary(grouping: database.commands, by: \.file)
    // Only looked at when a name does not match as it is.
    lazy var resolved = Dictionary(grouping: database.commands) { FilePath.resolvingLinks($0.file) }
    lazy var includes = IncludeGraph()
    for (name, path) in files where isThere(path, as: name) {
      if let found = index[path] ?? resolved[FilePath.resolvingLinks(path)] {
        commands += found
      } else if FilePath.isDirectory(path) {
        let below = database.commands.filter { $0.file.hasPrefix(path == "/" ? "/" : path + "/") }
        if below.isEmpty { problems.append("\(name): \(database.path) has no command for a file in this directory") }
        commands += below
      } else if let unit = database.commands.first(where: { includes.includes($0, path) }) {
        commands.append(unit)
      } else {
        problems.append("\(name): \(database.path) has no command for it, and no unit there includes it")
      }
    }
  }

  private mutating func isThere(_ path: String, as name: String) -> Bool {
    if FilePath.exists(path) { return true }
    let problem = "\(name): no such file"
    if !problems.contains(problem) { problems.append(problem) }
    return false
  }
}

extension CompileCommand {
  /// A command out of flags alone. The file's name tells its language; a `.h` is C++ where the flags or the other files say so.
  init(path: String, flags: [String], directory: String, beside others: [String]) {
    var language: [String] = []
    let namesLanguage = flags.contains {
      $0 == "-x" || $0.hasPrefix("-x") && $0.count > 2 || $0.hasPrefix("--language")
    }
    if FilePath.pathExtension(of: path) == "h", !namesLanguage {
      let standard = flags.last { $0.hasPrefix("-std=") || $0.hasPrefix("--std=") }
      let isCPlusPlus = standard.map { $0.contains("++") } ?? others.contains { Self.isCPlusPlus($0) }
      language = ["-x", isCPlusPlus ? "c++-header" : "c-header"]
    }
    let compiler = Self.isCPlusPlus(path) || language.last == "c++-header" ? "clang++" : "clang"
    let mode = compiler == "clang++" ? ["--driver-mode=g++"] : []
    self.init(directory: directory, file: path, arguments: [compiler] + mode + flags + language + ["--", path])
  }

  private static func isCPlusPlus(_ path: String) -> Bool {
    ["cc", "cpp", "cxx", "c++", "C", "CPP", "hh", "hpp", "hxx", "h++", "ipp", "tpp", "mm"]
      .contains(FilePath.pathExtension(of: path))
  }
}
