private import CBuiltIn
import Disciplines
import Ledger

/// A recorded run as one page that needs nothing but a browser: no network, no other file.
///
/// The page's script reads compact tables; what comes out of the traced program reaches the page as text alone.
public struct LedgerPage: Sendable {
  /// So many groups have the life of one of their objects shown.
  private static let mostLives = 100

  private var report: LedgerReport
  private let title: String
  private var names: [ObjectLife.Name] = []
  private var lives: [ObjectLife?] = []
  private var strings = Interning<String>()
  private var frames = Interning<[Int]>()
  private var stackNumbers: [Int: Int] = [:]
  private var stacks: [JSONValue] = []

  /// `trace` is the one that the report is of.
  public init(report: LedgerReport, trace: Trace, symbolizer: Symbolizer, title: String) {
    self.title = title
    names = report.summary.problems.prefix(Self.mostLives).map { .event(thread: $0.thread, ordinal: $0.ordinal) }
    names += report.summary.groups.prefix(Self.mostLives).compactMap { group in
      group.examples.first.map { .event(thread: $0.thread, ordinal: $0.ordinal) }
    }
    lives = ObjectLife.find(names, in: trace, usualReleases: report.summary.usualReleases)
    self.report = report
    self.report.name(lives.flatMap { $0?.steps.map(\.event.stack) ?? [] }, of: trace, symbolizer)
  }

  public func html() -> String {
    var page = self
    // In a script element only `<` could be taken for markup, and in JSON it stands in strings alone.
    let data = page.data().text(expandedLevels: 1).replacing("<", with: "\\u003c")
    // The data last: they may hold any word.
    return Self.part("frame").replacing("@STYLE@", with: Self.part("style"))
      .replacing("@SCRIPT@", with: Self.part("script")).replacing("@DATA@", with: data)
  }

  private static let parts = Dictionary(
    uniqueKeysWithValues: deed_built_in_text.all(from: deed_built_in_ledger_page()).map { ($0.name, $0.text) })

  private static func part(_ name: String) -> String {
    parts[name] ?? ""
  }

  private mutating func data() -> JSONValue {
    let summary = report.summary
    let groups = summary.groups.enumerated().map { value(of: $0.element, number: $0.offset) }
    let problems = summary.problems.enumerated().map { value(of: $0.element, number: $0.offset) }
    let creations = summary.creations.sorted { $0.key < $1.key }.filter { $0.value > 0 }
      .map { JSONValue.array([.int(stack($0.key)), .int($0.value)]) }
    let checkpoints = summary.checkpoints.map {
      JSONValue.array([string($0.name), .int($0.live.values.reduce(0, +))])
    }
    let timeline = timeline()
    let shown = shownLives()
    return .object([
      ("title", .string("Ledger of \(title)")), ("totals", totals),
      (
        "notes",
        .array((report.notes + report.summary.undeclared.map(report.sentence) + report.ringLines()).map { .string($0) })
      ),
      ("timeline", timeline), ("groups", .array(groups)), ("problems", .array(problems)),
      ("creations", .array(creations)),
      ("checkpoints", .array(checkpoints)), ("lives", .array(shown)), ("stacks", .array(stacks)),
      ("frames", .array(frames.values.map { .array($0.map { .int($0) }) })),
      ("strings", .array(strings.values.map { .string($0) })),
    ])
  }

  private var totals: JSONValue {
    let summary = report.summary
    let pairs = [
      ("alive", summary.alive), ("references", summary.references), ("created", summary.created),
      ("destroyed", summary.destroyed), ("peak", summary.peak), ("retains", summary.retains),
      ("releases", summary.releases), ("threads", report.threadCount), ("events", report.eventCount),
    ]
    return .array(pairs.map { .array([.string($0.0), .int($0.1)]) })
  }

  // MARK: Tables

  private mutating func string(_ text: String) -> JSONValue { .int(strings.number(of: text)) }

  private mutating func stack(_ number: Int) -> Int {
    if let known = stackNumbers[number] { return known }
    let list = (report.frames[number] ?? []).map { frame in
      JSONValue.int(
        frames.number(of: [strings.number(of: frame.function), strings.number(of: frame.file), frame.line]))
    }
    stackNumbers[number] = stacks.count
    stacks.append(.array(list))
    return stacks.count - 1
  }

  /// In the order that the page's script knows.
  private mutating func value(of group: LedgerSummary.Group, number: Int) -> JSONValue {
    let outstanding = group.outstanding.map { entry in
      JSONValue.array([
        .int(stack(entry.retain)), .int(entry.count), .int(entry.usualRelease.map { stack($0) } ?? -1),
        .int(entry.usualCount),
      ])
    }
    let balance = group.balance.map {
      JSONValue.array([.int(stack($0.stack)), .int($0.retains), .int($0.releases)])
    }
    let facts = [report.reachLine(of: group), report.holderLine(of: group), LedgerReport.growthLine(of: group)]
      .compactMap(\.self)
    let life = report.summary.problems.prefix(Self.mostLives).count + number
    return .array([
      string(group.type), .int(group.count), .int(group.references), .int(group.ended), .int(stack(group.creation)),
      .array(group.ages.map { .int($0) }), .array(outstanding), .array(balance),
      .array(report.sentences(of: group).map { string($0) }),
      report.allowance(of: group).map { string($0.reason) } ?? .int(-1), string(report.place(group.creation)),
      .int(number < Self.mostLives && life < lives.count && lives[life] != nil ? life : -1),
      .array(facts.map { string($0) }),
    ])
  }

  private mutating func value(of problem: LedgerSummary.Problem, number: Int) -> JSONValue {
    .object([
      ("kind", string(problem.kind.rawValue)), ("sentence", string(report.sentence(of: problem))),
      ("event", .string(LedgerReport.eventName(problem.thread, problem.ordinal))),
      ("stack", .int(stack(problem.stack))),
      ("creation", .int(stack(problem.creation))), ("destruction", .int(problem.destruction.map { stack($0) } ?? -1)),
      ("life", .int(number < Self.mostLives && lives[number] != nil ? number : -1)),
    ])
  }

  /// The types with most live objects, and all others together.
  private mutating func timeline() -> JSONValue {
    let moments = report.summary.timeline
    var most: [String: Int] = [:]
    for moment in moments {
      for (type, count) in moment.live { most[type] = max(most[type] ?? 0, count) }
    }
    let order = most.keys.sorted { most[$0] != most[$1] ? most[$0] ?? 0 > most[$1] ?? 0 : $0 < $1 }
    let types = Array(order.prefix(order.count > 9 ? 8 : 9))
    let rest = order.dropFirst(types.count)
    let hasOthers = !rest.isEmpty || moments.contains { $0.others > 0 }
    let names = types + (hasOthers ? ["other types"] : [])
    let rows = moments.map { moment -> JSONValue in
      var row = [Int(moment.microseconds), moment.events] + types.map { moment.live[$0] ?? 0 }
      if hasOthers { row.append(rest.reduce(moment.others) { $0 + (moment.live[$1] ?? 0) }) }
      return .array(row.map { .int($0) })
    }
    return .object([
      ("types", .array(names.map { string($0) })), ("moments", .array(rows)), ("hasOthers", .bool(hasOthers)),
    ])
  }

  private mutating func shownLives() -> [JSONValue] {
    // A page is to be read, not to hold a second trace.
    let most = 200
    return lives.map { life in
      guard let life else { return .null }
      let steps = life.steps.prefix(most).map { step -> JSONValue in
        .array([
          string(LedgerLife.word(step, type: life.type)),
          .string(LedgerReport.eventName(step.event.thread, step.event.ordinal)), .int(step.count ?? -1),
          .int(step.partner.map { $0 + 1 } ?? 0), .int(stack(step.event.stack)),
        ])
      }
      return .object([
        ("type", string(life.type)), ("address", .string("0x" + String(life.address, radix: 16))),
        ("steps", .array(steps)),
      ])
    }
  }
}

/// Values by number, each once.
private struct Interning<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  mutating func number(of value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}
