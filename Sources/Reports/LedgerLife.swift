import Ledger

/// The life of one object with its stacks named.
public struct LedgerLife: Sendable {
  public var life: ObjectLife
  public var report: LedgerReport

  /// `report` has to know the stacks of the life.
  public init(life: ObjectLife, report: LedgerReport) {
    self.life = life
    self.report = report
  }

  public func text(style: TerminalStyle) -> String {
    let name = life.type.isEmpty ? "object" : life.type
    var text = style.bold("\(name) at 0x\(String(life.address, radix: 16))") + "\n\n"
    for (place, step) in life.steps.enumerated() {
      let count = step.count.map { "count \($0)" } ?? "after its end"
      let event = LedgerReport.eventName(step.event.thread, step.event.ordinal)
      text += "\(place + 1). \(style.note(word(step))), event \(event), \(count)"
      if let partner = step.partner { text += step.event.operation == .release ? ": answers \(partner + 1)" : "" }
      if step.partner == nil, life.isAlive, step.event.operation == .retain || isCreation(step) {
        text += ": " + style.warning("has no release")
      }
      text += "\n"
      text += LedgerReport.lines(of: report.frames[step.event.stack] ?? [], indent: "     ", style: style)
    }
    if life.omitted > 0 { text += "\(life.omitted) further events are left out\n" }
    return text + (life.isAlive ? "it is alive at the end\n" : "")
  }

  public func json() -> String {
    JSONValue.object([
      ("version", .int(1)), ("type", .string(life.type)),
      ("address", .string("0x" + String(life.address, radix: 16))), ("alive", .bool(life.isAlive)),
      ("omitted", .int(life.omitted)),
      (
        "events",
        .array(
          life.steps.map { step in
            .object([
              ("what", .string(word(step))), ("thread", .int(step.event.thread)),
              ("ordinal", .int(Int(step.event.ordinal))), ("count", step.count.map { .int($0) } ?? .null),
              ("partner", step.partner.map { .int($0 + 1) } ?? .null), ("stack", report.stack(step.event.stack)),
            ])
          })
      ),
    ]).text()
  }

  private func isCreation(_ step: ObjectLife.Step) -> Bool { step.event.operation == .create && !step.isRefinement }

  private func word(_ step: ObjectLife.Step) -> String { Self.word(step, type: life.type) }

  static func word(_ step: ObjectLife.Step, type: String) -> String {
    switch step.event.operation {
    case .create: step.isRefinement ? "is a whole \(type)" : "created"
    case .retain: "retained"
    case .release: "released"
    case .destroy: "destroyed"
    }
  }
}
