import Checking
import Claims
import Facts
import Reports
import Spelling

extension Verb {
  static let explain = Verb(
    name: "explain",
    summary: "why a slot is claimed to be what it is, or what a rule says",
    description: [
      "NAME is a function, record, field or variable, with as many of its qualifiers as are needed; 'f()' is a function's "
        + "result alone, 'f(list)' a parameter. FILE:LINE:COL is a place where a slot is declared or used; without COL all that "
        + "the line declares. RULE is a rule's name, which 'deed rules' lists.",
      "Prints the chain of evidence down to its roots, each step with the source that it is about. The program is read as by "
        + "'deed infer'; the whole database, unless FILE names less.",
    ],
    operands: [
      Operand(name: "NAME|FILE:LINE:COL|RULE", isRequired: true), Operand(name: "FILE", isRepeatable: true),
    ],
    takesFlags: true,
    options: Option.reading + [.effects],
    examples: [
      Example(command: "deed explain Cache::insert", says: "Everything about one method"),
      Example(command: "deed explain src/list.c:120:14", says: "What an editor points at"),
      Example(command: "deed explain base.varOwnNew", says: "One rule, with examples; no program is read"),
    ],
    run: explain)

  @Sendable private static func explain(_ invocation: Invocation) throws -> ExitStatus {
    let terminal = invocation.terminal
    var files = invocation.arguments.operands
    let subject = files.removeFirst()
    if let rule = RuleRegistry.descriptions.first(where: { $0.id.rawValue == subject }) {
      try terminal.print(RuleList().page(of: rule, style: terminal.style))
      return .success
    }
    if let rule = FindingRule.named(subject) {
      try terminal.print(FindingRuleList().page(of: rule, style: terminal.style))
      return .success
    }
    let place = Place(subject)
    let program = try Program(invocation: invocation, files: files, near: place?.path)
    let claims = program.solve(provenBy: invocation.arguments.has(.effects) ? program.walk() : nil)
    let lookup = SlotLookup(claims: claims, facts: program.facts)
    let slots = try place.map { try Self.slots(at: $0, program, lookup) } ?? Self.slots(named: subject, lookup)
    var explanation = Explanation(claims: claims, facts: program.facts, paths: program.paths, style: terminal.style)
    var parts = slots.prefix(mostSlots).map { explanation.text(for: $0) }
    if slots.count > mostSlots { parts.append("and \(slots.count - mostSlots) more; a longer name tells them apart\n") }
    try terminal.print(parts.joined(separator: "\n"))
    return .success
  }

  /// Nobody reads more at once.
  private static let mostSlots = 40

  private static func slots(named name: String, _ lookup: SlotLookup) throws(Failure) -> [ClaimSlotID] {
    let slots = lookup.slots(named: name)
    guard slots.isEmpty else { return slots }
    let known = lookup.knownNames() + RuleRegistry.descriptions.map(\.id.rawValue) + FindingRule.all.map(\.id)
    throw Failure(
      "nothing is claimed of '\(name)'\(suggestion(for: name, among: known))",
      help: "a name is explained if it holds a reference to an object of a known discipline; 'deed infer' lists them")
  }

  private static func slots(at place: Place, _ program: Program, _ lookup: SlotLookup) throws(Failure) -> [ClaimSlotID]
  {
    guard let file = program.file(at: place.path) else {
      throw Failure(
        "\(place.path): no unit that was read has this file", help: "name a unit that includes it after the place")
    }
    let slots = lookup.slots(in: file, line: place.line, column: place.column)
    guard slots.isEmpty else { return slots }
    throw Failure(
      "\(place.text): no reference to an object of a known discipline is declared or used here",
      help: "'deed infer \(place.path)' lists those in this file")
  }
}

/// `FILE:LINE:COL`, or `FILE:LINE`.
struct Place {
  var text: String
  var path: String
  var line: Int
  var column: Int?

  /// Nil for what is no place: a name has colons too, but no numbers after them.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.reversed().prefix(2).prefix { Int($0) != nil }.compactMap { Int($0) }
    guard let last = numbers.first, parts.count > numbers.count else { return nil }
    self.text = text
    path = parts.dropLast(numbers.count).joined(separator: ":")
    guard !path.isEmpty else { return nil }
    line = numbers.count == 2 ? numbers[1] : last
    column = numbers.count == 2 ? last : nil
  }
}
