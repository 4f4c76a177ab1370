extension InferReport {
  /// Rings of owners, each step with the field by which it owns the next.
  public func cycleList(style: TerminalStyle) -> String {
    guard !cycles.isEmpty else { return "no objects own each other in a ring\n" }
    var text = ""
    for (index, cycle) in cycles.enumerated() {
      let names = cycle.steps.map(\.record)
      let ring = (names + names.prefix(1)).joined(separator: " -> ")
      text += "\(style.bold("ring \(index + 1):")) \(ring)\n"
      var table = TextTable(columns: [])
      table.indent = "  "
      for (index, step) in cycle.steps.enumerated() {
        let next = cycle.steps[(index + 1) % cycle.steps.count].record
        table.rows.append([
          "\(step.record)::\(step.field)", "owns a \(next)", step.location.map { "\($0)" } ?? "",
        ])
      }
      text += table.text(style: style) + "\n"
    }
    let noun = cycles.count == 1 ? "ring of owners" : "rings of owners"
    return text + "\(cycles.count) \(noun): nothing in a ring ends unless something outside breaks it\n"
  }
}
