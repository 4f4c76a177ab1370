import Facts

/// The order of things by where the user wrote them.
///
/// Files are ranked by their paths, since their numbers depend on who read them first.
struct SourceOrder {
  private let facts: FactBase
  private let rankOfFile: [Int]

  init(facts: FactBase) {
    self.facts = facts
    let byPath = facts.files.indices.sorted { facts[facts.files[$0].path] < facts[facts.files[$1].path] }
    var ranks = [Int](repeating: 0, count: facts.files.count)
    for (rank, file) in byPath.enumerated() { ranks[file] = rank }
    rankOfFile = ranks
  }

  /// File and offset in one number; what has no place comes last.
  private func key(of span: Span) -> UInt64 {
    span.isNone ? UInt64.max : UInt64(rankOfFile[span.file.index]) << 32 | UInt64(span.begin)
  }

  func sort(_ slots: inout [ClaimSlot]) {
    let keyed = slots.map { (key: key(of: $0.span), slot: $0) }
    slots = keyed.sorted { left, right in
      if left.key != right.key { return left.key < right.key }
      let (one, other) = (left.slot, right.slot)
      // Only instantiations of one pattern share a place, so the strings are seldom compared.
      let (usr, otherUSR) = (one.usr(in: facts), other.usr(in: facts))
      if usr != otherUSR { return usr < otherUSR }
      if one.kind != other.kind { return one.kind.rawValue < other.kind.rawValue }
      if one.index != other.index { return one.index < other.index }
      return one.slot < other.slot
    }.map(\.slot)
  }

  func functions() -> [FunctionID] {
    facts.functions.indices.map { (key: key(of: facts.functions[$0].span), number: $0) }.sorted { left, right in
      if left.key != right.key { return left.key < right.key }
      let usr = facts[facts.functions[left.number].usr]
      let otherUSR = facts[facts.functions[right.number].usr]
      return usr != otherUSR ? usr < otherUSR : left.number < right.number
    }.map { FunctionID($0.number) }
  }
}
