import Claims

extension InferReport {
  /// The report as tables for a terminal: the slots of each file, then the summary.
  public func table(style: TerminalStyle) -> String {
    var text = ""
    for (file, slots) in slotsByFile {
      text += style.bold(file) + "\n"
      var table = TextTable(columns: [], alignments: [.right])
      table.indent = "  "
      table.paint = Self.paint
      for slot in slots {
        table.rows.append([
          "\(slot.location.line)", slot.kind.rawValue, slot.displayName, slot.type, slot.claim.rawValue,
          slot.evidence.first?.rule ?? "",
        ])
      }
      text += table.text(style: style) + "\n"
    }
    return text + summary(style: style)
  }

  /// What stays unknown, each with its reason, for a person to finish.
  public func unknownTable(style: TerminalStyle) -> String {
    var text = ""
    for (file, slots) in slotsByFile {
      let unknown = slots.filter { $0.claim == .unknown }
      if unknown.isEmpty { continue }
      text += style.bold(file) + "\n"
      var table = TextTable(columns: [], alignments: [.right])
      table.indent = "  "
      for slot in unknown {
        let place = slot.unknownReason?.location.map { " (\($0))" } ?? ""
        let reason = (slot.unknownReason?.sentence ?? "") + place
        table.rows.append(["\(slot.location.line)", slot.kind.rawValue, slot.displayName, slot.type, reason])
      }
      text += table.text(style: style) + "\n"
    }
    return text + headline(style: style)
  }

  /// How many slots are what: all in one line, then by kind, discipline and rule.
  public func summary(style: TerminalStyle) -> String {
    guard !slots.isEmpty else { return headline(style: style) }
    var text = headline(style: style) + "\n"
    text += breakdown("kind", ClaimSlot.Kind.allCases.map(\.rawValue), style: style) { $0.kind.rawValue } + "\n"
    text += breakdown("discipline", Set(slots.map(\.discipline)).sorted(), style: style) { $0.discipline } + "\n"
    var table = TextTable(columns: ["rule", "decided", "matched"], alignments: [.left, .right, .right])
    table.rows = rules.filter { $0.matched > 0 }.map { [$0.rule, grouped($0.decided), grouped($0.matched)] }
    return text + table.text(style: style)
  }

  /// `3 slots: 1 owner, 1 pointer, 1 unknown (66.7 % claimed owner or pointer)`
  private func headline(style: TerminalStyle) -> String {
    guard !slots.isEmpty else { return "no references to objects of a known discipline\n" }
    let counts = counts(of: slots)
    let words = Self.claims.compactMap { claim in
      counts[claim].map { "\(grouped($0)) " + Self.paint(style, claim) }
    }
    let claimed = (counts[.owner] ?? 0) + (counts[.pointer] ?? 0)
    let tenths = (claimed * 1000 + slots.count / 2) / slots.count
    let noun = slots.count == 1 ? "slot" : "slots"
    return style.bold("\(grouped(slots.count)) \(noun):")
      + " \(words.joined(separator: ", ")) (\(tenths / 10).\(tenths % 10) % owner or pointer)\n"
  }

  private func breakdown(
    _ title: String, _ names: [String], style: TerminalStyle, by key: (Slot) -> String
  ) -> String {
    let groups = Dictionary(grouping: slots, by: key)
    var table = TextTable(
      columns: [title] + Self.claims.map(\.rawValue) + ["all"],
      alignments: [.left] + Self.claims.map { _ in .right } + [.right])
    for name in names {
      guard let group = groups[name] else { continue }
      let counts = counts(of: group)
      table.rows.append([name] + Self.claims.map { grouped(counts[$0] ?? 0) } + [grouped(group.count)])
    }
    return table.text(style: style)
  }

  /// The slots come sorted by file, so that neighbours belong together.
  private var slotsByFile: [(file: String, slots: ArraySlice<Slot>)] {
    var groups: [(file: String, slots: ArraySlice<Slot>)] = []
    var start = slots.startIndex
    for index in slots.indices
    where index + 1 == slots.endIndex || slots[index + 1].location.file != slots[start].location.file {
      groups.append((slots[start].location.file, slots[start...index]))
      start = index + 1
    }
    return groups
  }

  private static func paint(_ style: TerminalStyle, _ column: Int, _ cell: String) -> String {
    switch column {
    case 0, 5: style.dim(cell)
    case 4: Claim(rawValue: cell).map { paint(style, $0) } ?? cell
    default: cell
    }
  }

  static func paint(_ style: TerminalStyle, _ claim: Claim) -> String {
    switch claim {
    case .owner: style.green(claim.rawValue)
    case .pointer: style.blue(claim.rawValue)
    case .leaked, .unknown: style.yellow(claim.rawValue)
    case .conflict: style.red(claim.rawValue)
    }
  }
}

/// `12,345`
func grouped(_ number: Int) -> String {
  var digits = String(number)[...]
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.append(digits.suffix(3))
    digits = digits.dropLast(3)
  }
  return ([digits] + groups.reversed()).joined(separator: ",")
}
