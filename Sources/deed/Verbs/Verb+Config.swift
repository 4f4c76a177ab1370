import Foundation
import Reports
import YAML

extension Verb {
  static let config = Verb(
    name: "config",
    summary: "the settings in force, and where each comes from",
    description: [
      "Settings come from \(SettingsFile.name), looked up from the directory of the files (else from the current one) upwards. "
        + "The closest file counts; with 'inherit: true' in it, those above it count too, where it is silent. "
        + "The command line beats them all.",
      "Keys: \(SettingsFile.keys.joined(separator: ", ")).",
    ],
    operands: [Operand(name: "FILE", isRepeatable: true)],
    options: [dump, verify] + Option.reading,
    examples: [
      Example(command: "deed config src/list.c", says: "What holds for one file, and which file says so"),
      Example(command: "deed config --dump > .deed.yml", says: "The settings in force as a file to begin with"),
      Example(
        command: "deed config --verify", says: "Every mistake in the settings files; the status is 1 if there is one"),
    ],
    run: config)

  private static let dump = Option.flag("--dump", "Print the settings in force as YAML")
  private static let verify = Option.flag("--verify", "Check the settings files, and name every mistake in them")

  @Sendable private static func config(_ invocation: Invocation) throws -> ExitStatus {
    let arguments = invocation.arguments
    if arguments.has(verify) { return try verify(invocation) }
    let settings = try Settings(arguments: arguments, sources: arguments.operands)
    if arguments.has(dump) {
      try invocation.terminal.print(settings.yaml())
      return .success
    }
    func row(_ key: SettingsFile.Key, _ value: String, _ origin: String?) -> [String] {
      [
        key.rawValue, value,
        origin.map { $0.split(separator: ", ").map { shownPath(String($0)) }.joined(separator: ", ") } ?? "default",
      ]
    }
    func word(_ value: Bool) -> String { value ? "true" : "false" }
    let disciplines = settings.disciplines.value.map(shownPath).joined(separator: ", ")
    let aliveFiles = settings.files.filter { !$0.alive.isEmpty }.map(\.path)
    let aliveOrigin = aliveFiles.isEmpty ? nil : aliveFiles.joined(separator: ", ")
    var table = TextTable(columns: ["setting", "value", "from"])
    table.rows = [
      row(.build, settings.build.value.map(shownPath) ?? "(looked up from each file)", settings.build.origin),
      row(.disciplines, disciplines.isEmpty ? "(built-in and discovered)" : disciplines, settings.disciplines.origin),
      row(.style, settings.style.value.map(shownPath) ?? "(the discipline's)", settings.style.origin),
      row(
        .answers, settings.answers.value.isEmpty ? "(none)" : "\(settings.answers.value.count)", settings.answers.origin
      ),
      row(.jobs, String(settings.jobs.value), settings.jobs.origin),
      row(.cache, word(settings.cache.value), settings.cache.origin),
      row(.alive, settings.alive.isEmpty ? "(nothing)" : "\(settings.alive.count) allowed", aliveOrigin),
      row(.sharedHeaders, word(settings.sharedHeaders.value), settings.sharedHeaders.origin),
    ]
    try invocation.terminal.print(table.text(style: invocation.terminal.style))
    return .success
  }

  /// Reads every settings file by itself, so that one file's mistake does not hide another's.
  private static func verify(_ invocation: Invocation) throws -> ExitStatus {
    let terminal = invocation.terminal
    let here = FileManager.default.currentDirectoryPath
    let paths = SettingsFile.paths(from: Settings.commonDirectory(of: invocation.arguments.operands, in: here))
    var status = ExitStatus.success
    var report = paths.isEmpty ? "no \(SettingsFile.name) here or above\n" : ""
    for path in paths {
      var faults = [YAMLError]()
      do throws(YAMLError) {
        let node = try YAMLNode.parse(contentsOf: shownPath(path))
        faults = node.unknownKeys(known: SettingsFile.keys, subject: SettingsFile.subject)
        if faults.isEmpty { _ = try SettingsFile(path: path) }
      } catch {
        faults.append(error)
      }
      for fault in faults {
        terminal.say(.error, fault.message, at: fault.place)
      }
      if faults.isEmpty { report += "\(shownPath(path)): no mistakes\n" } else { status = .findings }
    }
    try terminal.print(report)
    return status
  }
}
