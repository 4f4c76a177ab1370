import Foundation
import Reports
import YAML

/// One `.deed.yml`, read and checked.
struct SettingsFile: Sendable {
  static let name = ".deed.yml"
  /// What errors call it.
  static let subject = "the settings"

  /// Every key there is, in the order in which they are shown.
  enum Key: String, CaseIterable, Sendable {
    case inherit, build, disciplines, style, answers, jobs, cache, alive
    case sharedHeaders = "shared-headers"

    var help: String {
      switch self {
      case .inherit: "`true`: the settings of the directories above count too, where this file is silent"
      case .build: "the directory of `compile_commands.json`, from this file's directory (`-p`)"
      case .disciplines: "names of built-in disciplines and YAML files, from this file's directory (`--discipline`)"
      case .style: "how 'deed annotate' spells ownership (`--style`)"
      case .answers: "what a person said of slots, as a list of `x::f(0)=owner` (`--answer`)"
      case .jobs: "how many files are read at a time (`-j`)"
      case .cache: "`false`: neither use nor keep what earlier runs have read (`--no-cache`)"
      case .alive:
        "objects that may be alive at the end of a recorded run: a list of `object` (a type), `made-in` (a function) and `reason`; "
          + "`*` stands for any text"
      case .sharedHeaders: "`false`: parse every file by itself (`--no-shared-headers`)"
      }
    }
  }

  static let keys = Key.allCases.map(\.rawValue)

  var path: String
  var inherit: Bool
  var build: String?
  var disciplines: [String]
  var style: String?
  var answers: [String]
  var jobs: Int?
  var cache: Bool?
  var sharedHeaders: Bool?
  var alive: [LedgerAllowance]

  var directory: String { (path as NSString).deletingLastPathComponent }

  /// Reads one file; the first fault in it is thrown with its place.
  init(path: String) throws(YAMLError) {
    let mapping = try YAMLNode.parse(contentsOf: shownPath(path)).mapping(Self.subject, keys: Self.keys)
    self.path = path
    inherit = try mapping.bool(Key.inherit.rawValue) ?? false
    cache = try mapping.bool(Key.cache.rawValue)
    sharedHeaders = try mapping.bool(Key.sharedHeaders.rawValue)
    jobs = try mapping.int(Key.jobs.rawValue)
    if let jobs, jobs < 1, let node = mapping[Key.jobs.rawValue] {
      throw YAMLError(at: node.position, "'jobs' must be at least 1, not \(jobs)")
    }
    let directory = (path as NSString).deletingLastPathComponent
    let named = try mapping.string(Key.style.rawValue)
    style = named.map { Self.isFile($0) ? absolutePath($0, in: directory) : $0 }
    answers = try mapping.strings(Key.answers.rawValue)
    build = try mapping.string(Key.build.rawValue).map { absolutePath($0, in: directory) }
    alive = []
    for node in try mapping.nodes(Key.alive.rawValue) {
      let entry = try node.mapping("an entry of 'alive'", keys: ["object", "made-in", "reason"])
      let allowance = LedgerAllowance(
        type: try entry.string("object"), function: try entry.string("made-in"),
        reason: try entry.requiredString("reason"))
      guard allowance.type != nil || allowance.function != nil else {
        throw YAMLError(at: node.position, "an entry of 'alive' needs 'object' or 'made-in': else it would allow all")
      }
      alive.append(allowance)
    }
    disciplines = []
    for name in try mapping.strings(Key.disciplines.rawValue) {
      disciplines.append(Self.isFile(name) ? absolutePath(name, in: directory) : name)
    }
  }

  /// The settings that hold in `directory`, closest first: the first file found on the way upwards, and those above it
  /// as long as each says `inherit: true`.
  static func chain(from directory: String) throws(YAMLError) -> [SettingsFile] {
    var chain: [SettingsFile] = []
    for path in paths(from: directory) {
      let file = try SettingsFile(path: path)
      chain.append(file)
      if !file.inherit { break }
    }
    return chain
  }

  /// The settings files in `directory` and above it, closest first, whether they inherit or not.
  static func paths(from directory: String) -> [String] {
    var paths: [String] = []
    var directory = absolutePath(directory, in: FileManager.default.currentDirectoryPath)
    while true {
      let path = (directory as NSString).appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: path) { paths.append(path) }
      if directory == "/" || directory.isEmpty { return paths }
      directory = (directory as NSString).deletingLastPathComponent
    }
  }

  /// Whether a discipline's word names a file; a built-in one's name has neither a slash nor an ending.
  static func isFile(_ word: String) -> Bool {
    word.contains("/") || word.hasSuffix(".yml") || word.hasSuffix(".yaml") || word.hasSuffix(".gir")
  }

  /// The part of the reference about this file.
  static var markdown: String {
    var text = """
      ## `\(name)`

      Settings are looked up in the directory of the files named on the command line (else in the current one) and upwards;
      the closest file counts, and the command line beats it. Paths in it start from its own directory.

      | key | |
      | --- | --- |

      """
    for key in Key.allCases { text += "| `\(key.rawValue)` | \(key.help) |\n" }
    return text
  }
}

/// `path` made absolute and without `.` and `..`, a relative one starting from `directory`.
func absolutePath(_ path: String, in directory: String) -> String {
  let whole = path.hasPrefix("/") ? path : (directory as NSString).appendingPathComponent(path)
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// `path` as it is shown to people.
func shownPath(_ path: String) -> String { PathDisplay.current.shown(path) }

extension PathDisplay {
  /// From the directory in which the process runs.
  static var current: PathDisplay { PathDisplay(directory: FileManager.default.currentDirectoryPath) }
}
