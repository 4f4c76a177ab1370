import Ledger

extension LedgerReport {
  /// The report for a person: what went wrong first, then what is alive, then the totals.
  public func text(style: TerminalStyle) -> String {
    var text = ""
    for problem in summary.problems { text += self.text(of: problem, style: style) }
    for entry in summary.undeclared {
      text += "\(style.error("undeclared:")) \(sentence(of: entry))\n"
      text += stack(entry.creation, title: "created", style: style) + "\n"
    }
    let unexplained = summary.groups.filter { allowance(of: $0) == nil }
    let alive = unexplained.filter { !isConsequence($0) && !Self.isFreed($0) }.map {
      (group: $0, urgency: Self.urgency(of: $0))
    }
    .enumerated().sorted { ($0.element.urgency, $0.offset) < ($1.element.urgency, $1.offset) }.map(\.element.group)
    for group in alive.prefix(Self.mostInFull) { text += self.text(of: group, style: style) }
    for group in alive.dropFirst(Self.mostInFull) { text += lines(of: group, style: style) }
    if alive.count > Self.mostInFull { text += "\(style.note("note:")) \(Self.furtherForms)\n\n" }
    let freed = freedLines
    for line in freed { text += "\(style.warning("not destroyed:")) \(line)\n" }
    if !freed.isEmpty { text += "\n" }
    for line in ringLines() { text += "\(style.warning("cycle:")) \(line)\n" }
    if !summary.rings.isEmpty { text += "\n" }
    let consequences = unexplained.filter { isConsequence($0) && !Self.isFreed($0) }
    if consequences.count > Self.mostInFull {
      for line in tally(of: consequences, state: "alive") { text += "\(style.note("with them:")) \(line)\n" }
    } else {
      for group in consequences {
        let sentences = group.reach.isEmpty ? sentences(of: group) : [consequence(of: group)]
        for sentence in sentences { text += "\(style.note("with them:")) \(sentence)\n" }
      }
    }
    if !consequences.isEmpty { text += "\n" }
    text += allowed(style: style) + explanation
    text += growth(style: style)
    return text + totals
  }

  /// So many groups are shown with their stacks; of others a line says what is wrong.
  static let mostInFull = 20
  private static let furtherForms = "the stacks of the groups above that have one line are in --format html and json"

  /// What nothing reaches any more comes first.
  private static func urgency(of group: LedgerSummary.Group) -> Int {
    group.reach[.lost] != nil ? 0 : group.reach[.possiblyLost] != nil ? 1 : 2
  }

  private func lines(of group: LedgerSummary.Group, style: TerminalStyle) -> String {
    sentences(of: group).map { "\(style.warning("alive:")) \($0)\n" }.joined()
  }

  private func text(of group: LedgerSummary.Group, style: TerminalStyle) -> String {
    let isOne = group.outstanding.count == 1 && group.outstanding[0].objects == group.count
    let title = isOne || group.outstanding.isEmpty ? "created" : "created, \(group.count) alive"
    var text = lines(of: group, style: style) + stack(group.creation, title: title, style: style)
    for entry in group.outstanding where !isCreation(entry.retain) {
      text += stack(entry.retain, title: "retained, \(entry.count) without release", style: style)
    }
    for line in [reachLine(of: group), holderLine(of: group)].compactMap({ $0 }) { text += "  \(line)\n" }
    if let line = Self.growthLine(of: group) { text += "  \(line)\n" }
    if let example = group.examples.first {
      let event = Self.eventName(example.thread, example.ordinal)
      text += "  for one: object \(example.number); 'deed ledger --object \(event)' shows its life\n"
    }
    return text + "\n"
  }

  /// Many groups by their types, the most objects first.
  func tally(of groups: some Sequence<LedgerSummary.Group>, state: String) -> [String] {
    var counts: [String: (objects: Int, groups: Int)] = [:]
    for group in groups {
      counts[group.type, default: (0, 0)].objects += group.count
      counts[group.type, default: (0, 0)].groups += 1
    }
    return counts.sorted {
      $0.value.objects != $1.value.objects ? $0.value.objects > $1.value.objects : $0.key < $1.key
    }
    .map { type, count in
      let places = count.groups == 1 ? "one place" : "\(count.groups) places"
      return "\(Self.objects(count.objects, type: type)) \(state), made in \(places)"
    }
  }

  /// What went wrong, with the stacks that tell of it.
  public func text(of problem: LedgerSummary.Problem, style: TerminalStyle) -> String {
    let paint = problem.isMistake ? style.error : style.note
    var text = "\(paint("\(problem.kind.rawValue):")) \(sentence(of: problem))\n"
    if problem.stack != 0 {
      let title = "here (event \(Self.eventName(problem.thread, problem.ordinal)))"
      text += stack(problem.stack, title: title, style: style)
    }
    if let destruction = problem.destruction { text += stack(destruction, title: "destroyed", style: style) }
    if problem.creation != 0 { text += stack(problem.creation, title: "created", style: style) }
    return text + "\n"
  }

  private func consequence(of group: LedgerSummary.Group) -> String {
    let objects = Self.objects(group.count, type: group.type)
    let held = holderLine(of: group).map { ", " + $0 } ?? ""
    return "\(objects) alive, made in \(place(group.creation))\(held)"
  }

  private func allowed(style: TerminalStyle) -> String {
    var text = ""
    for group in summary.groups {
      guard let allowance = allowance(of: group) else { continue }
      let objects = Self.objects(group.count, type: group.type)
      text += "\(style.dim("allowed:")) \(objects) alive, made in \(place(group.creation)): \(allowance.reason)\n"
    }
    return text.isEmpty ? "" : text + "\n"
  }

  static func eventName(_ thread: Int, _ ordinal: UInt64) -> String {
    thread == 0 ? "\(ordinal)" : "\(thread):\(ordinal)"
  }

  private func stack(_ number: Int, title: String, style: TerminalStyle) -> String {
    var list = frames[number] ?? []
    // How a library counts is of no use to a reader; who called it is.
    if let first = list.firstIndex(where: { !$0.isInstalled }) { list.removeFirst(first) }
    var text = "  \(style.note(title))\n"
    if list.isEmpty { text += "    (the stack is not known)\n" }
    return text + Self.lines(of: list, indent: "    ", style: style)
  }

  /// Calls that libraries make among themselves are counted, not shown.
  static func lines(of frames: [Frame], indent: String, style: TerminalStyle) -> String {
    var text = ""
    var rest = frames[...]
    while let frame = rest.first {
      let installed = rest.prefix { $0.isInstalled }
      if installed.count > 1 {
        text += indent + style.dim("(\(installed.count) frames of installed headers)") + "\n"
        rest.removeFirst(installed.count)
        continue
      }
      let place = frame.line > 0 ? "  \(frame.file):\(frame.line)" : ""
      text += indent + CodeName(frame.function).shown + place + "\n"
      rest.removeFirst()
    }
    return text
  }

  private func growth(style: TerminalStyle) -> String {
    guard summary.checkpoints.count > 1 else { return "" }
    var table = TextTable(
      columns: ["checkpoint", "alive", "since the one before"], alignments: [.left, .right, .right])
    var before: Int?
    for checkpoint in summary.checkpoints {
      let alive = checkpoint.live.values.reduce(0, +)
      table.rows.append([checkpoint.name, "\(alive)", before.map { signed(alive - $0) } ?? ""])
      before = alive
    }
    var text = table.text(style: style) + "\n"
    let grown = grown(most: 10)
    if !grown.isEmpty {
      text += style.bold("grown from the first checkpoint to the last") + "\n"
      for group in grown {
        let counts = group.counts.map(String.init).joined(separator: " → ")
        text += "  \(CodeName(types[group.stack] ?? "").shown): \(counts), made in \(place(group.stack))\n"
      }
      text += "\n"
    }
    return text
  }

  private func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }

  private var totals: String {
    if mode == .count {
      let objects = summary.alive == 1 ? "1 object is" : "\(summary.alive) objects are"
      let references = summary.references == 1 ? "1 reference" : "\(summary.references) references"
      let line = isCut ? "" : "\(objects) alive at the end with \(references)\n"
      return line + notes.map { $0 + "\n" }.joined()
    }
    let run =
      "\(eventCount) \(eventCount == 1 ? "event" : "events") in \(threadCount == 1 ? "1 thread" : "\(threadCount) threads")"
    var line = "\(run): \(summary.created) created, \(summary.destroyed) destroyed, peak \(summary.peak); "
    line += "\(summary.retains) retains, \(summary.releases) releases; "
    line += "\(summary.alive) alive with \(summary.references) "
    line += summary.references == 1 ? "reference\n" : "references\n"
    return line + notes.map { $0 + "\n" }.joined()
  }
}
