import Disciplines
import Facts

/// The disciplines in force, for `deed disciplines`.
public struct DisciplineList: Sendable {
  /// One discipline, and what of it one program has.
  public struct Entry: Sendable {
    public var discipline: Discipline
    /// The program's records whose objects it governs, sorted; empty where no program was read.
    public var records: [String]

    public init(discipline: Discipline, records: [String] = []) {
      self.discipline = discipline
      self.records = records
    }
  }

  public var entries: [Entry]
  private let paths: PathDisplay

  public init(entries: [Entry], paths: PathDisplay) {
    self.entries = entries
    self.paths = paths
  }

  /// The disciplines of an index, each with the records that it governs in the program.
  public init(index: DisciplineIndex, facts: FactBase, paths: PathDisplay) {
    var records: [[String]] = Array(repeating: [], count: index.disciplines.count)
    for (position, discipline) in index.disciplineOfRecord.enumerated() {
      guard let discipline else { continue }
      records[discipline.rawValue].append(facts[facts.records[position].name])
    }
    self.paths = paths
    entries = zip(index.disciplines, records).map { Entry(discipline: $0, records: $1.sorted()) }
  }

  /// More lines of one sort than this are counted, not listed.
  fileprivate static let mostLines = 8

  /// Those that a program uses at length and the rest in a line each; all at length with `isLong`.
  public func text(style: TerminalStyle, isLong: Bool) -> String {
    let used = entries.filter { isLong || !$0.records.isEmpty || $0.discipline.origin != .builtIn }
    let rest = entries.filter { entry in !used.contains { $0.discipline.name == entry.discipline.name } }
    var text = used.map { paragraph(of: $0, style: style) }.joined(separator: "\n")
    guard !rest.isEmpty else { return text }
    if !used.isEmpty { text += "\n\(style.bold("known, and not met here:"))\n" }
    var table = TextTable(columns: [])
    table.indent = used.isEmpty ? "" : "  "
    table.paint = { style, column, cell in column == 0 ? style.bold(cell) : cell }
    table.rows = rest.map { [$0.discipline.name, $0.discipline.kind.rawValue, $0.discipline.summary] }
    return text + table.text(style: style)
  }

  private func paragraph(of entry: Entry, style: TerminalStyle) -> String {
    let discipline = entry.discipline
    let summary = discipline.summary.isEmpty ? "" : ": \(discipline.summary)"
    let heading =
      "\(style.bold(discipline.name)) (\(discipline.kind.rawValue), \(Self.word(for: discipline.origin)))\(summary)\n"
    var table = TextTable(columns: [])
    table.indent = "  "
    table.paint = { style, column, cell in column == 0 ? style.dim(cell) : cell }
    table.add("types", Self.selection(discipline.types))
    if !entry.records.isEmpty {
      let shown = entry.records.prefix(Self.mostLines).joined(separator: ", ")
      let more = entry.records.count > Self.mostLines ? " and \(entry.records.count - Self.mostLines) more" : ""
      table.add("here", [[shown + more]])
    }
    table.add("counts in", discipline.counters.map { [$0] })
    if discipline.kind == .counted {
      table.add("counts by", discipline.counts.map { [$0.names.joined(separator: ", ")] })
    }
    table.add("calls", Self.calls(discipline.calls))
    table.add("by habit", Self.calls(discipline.conventions))
    table.add("because", discipline.reasons.map { [sentence(of: $0)] })
    return heading + table.text(style: style)
  }

  private static func word(for origin: Discipline.Origin) -> String {
    switch origin {
    case .file(let path): path
    case .builtIn: "built in"
    case .discovered: "discovered"
    }
  }

  private static func selection(_ types: TypeSelection) -> [[String]] {
    types.bases.map { ["\($0) and what derives from it"] } + types.names.map { [$0] }
      + types.aliases.map { ["\($0) (a typedef)"] } + types.except.map { ["not \($0)"] }
  }

  private static func calls(_ rules: [CallRule]) -> [[String]] {
    rules.flatMap { rule in
      (rule.names + rule.attributes.map { "[[\($0)]]" }).map { ["\($0): \(rule.effects.sentence)"] }
    }
  }

  private func sentence(of reason: Reason) -> String {
    let place = reason.location.isEmpty ? "" : " (\(paths.shown(reason.location)))"
    return (reason.function.isEmpty ? "" : "\(reason.function) ") + reason.sentence + place
  }
}

extension TextTable {
  /// Adds rows that share a heading in the first column; of many only the first few.
  fileprivate mutating func add(_ heading: String, _ lines: [[String]]) {
    let most = DisciplineList.mostLines
    for (index, line) in lines.prefix(most).enumerated() { rows.append([index == 0 ? heading : ""] + line) }
    if lines.count > most { rows.append(["", "and \(lines.count - most) more"]) }
  }
}
