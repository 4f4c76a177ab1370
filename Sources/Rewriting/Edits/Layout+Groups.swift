import Facts

extension Layout {
  /// All declarators that share their type with this one, in order; empty for one that shares it with none.
  func members(ofGroupOf one: DeclarationLayout) -> [DeclarationLayout] {
    guard one.flags.contains(.isGrouped), !one.group.isNone else { return [] }
    let own = declarations(one.part, named: one.name)
    var (first, end) = (own.startIndex, own.startIndex)
    // A declarator that is no member, a function's parameters for one, may stand between them.
    while first > 0, declarations[first - 1].name.file == one.group.file,
      declarations[first - 1].name.begin >= one.group.begin
    {
      first -= 1
    }
    while end < declarations.count, declarations[end].name.file == one.group.file,
      declarations[end].name.begin < one.group.end
    {
      end += 1
    }
    return declarations[first..<end].filter { $0.part == one.part && $0.group == one.group }
  }
}
