/// Rows of layout are texts' places: units that read the same text say the same, and each row is kept once.
extension Linker {
  mutating func add(_ layout: Layout, _ mapping: inout UnitMapping) {
    for row in layout.declarations { declarationLayouts.insert(mapping.map(row)) }
    for row in layout.statements { statementLayouts.insert(mapping.map(row)) }
  }

  /// In the program's numbers and order. After all else is mapped, so that names of macros come last.
  func layout(_ mapping: inout CanonicalMapping) -> Layout {
    var layout = Layout()
    let declarations = declarationLayouts.sorted { left, right in
      if left.name.file != right.name.file || left.name.begin != right.name.begin {
        return precedes(left.name, right.name)
      }
      if left.part != right.part { return left.part.rawValue < right.part.rawValue }
      if left.form != right.form { return left.form.rawValue < right.form.rawValue }
      if left.flags != right.flags { return left.flags.rawValue < right.flags.rawValue }
      return precedes(left.spans, right.spans)
    }
    for row in declarations { layout.declarations.append(mapping.map(row)) }
    let statements = statementLayouts.sorted { left, right in
      let (one, other) = (left.expression, right.expression)
      if one.file != other.file || one.begin != other.begin { return precedes(one, other) }
      // The outer one first.
      if one.end != other.end { return one.end > other.end }
      if left.flags != right.flags { return left.flags.rawValue < right.flags.rawValue }
      return precedes(left.spans, right.spans)
    }
    for row in statements { layout.statements.append(mapping.map(row)) }
    return layout
  }

  private func precedes(_ left: [Span], _ right: [Span]) -> Bool {
    for (left, right) in zip(left, right) where left != right { return precedes(left, right) }
    return false
  }
}

extension FactMapping {
  mutating func map(_ row: DeclarationLayout) -> DeclarationLayout {
    var mapped = row
    mapped.spans = spans(row.spans)
    return mapped
  }

  mutating func map(_ row: StatementLayout) -> StatementLayout {
    var mapped = row
    mapped.spans = spans(row.spans)
    return mapped
  }
}
