extension Linker {
  /// How much is known: a body beats a definition whose body was not read, and that a declaration.
  private static func knowledge(of function: Function) -> Int {
    if function.body != nil { return function.flags.contains(.hasErrors) ? 2 : 3 }
    return isDefinition(function) && !function.span.isNone ? 1 : 0
  }

  /// Whether it is worth while to map the body: it is not when what is there knows more.
  func mayReplaceBody(of id: FunctionID, by function: Function) -> Bool {
    guard function.body != nil, let kept = functions.contents[id.index] else { return true }
    return Self.rank(of: function) >= Self.rank(of: kept)
  }

  private static func rank(of function: Function) -> (Int, Int) {
    (knowledge(of: function), function.body?.events.count ?? 0)
  }

  mutating func merge(_ new: Function, into id: FunctionID) {
    guard let kept = functions.contents[id.index] else {
      functions.contents[id.index] = new
      return
    }
    functions.contents[id.index] = nil
    functions.contents[id.index] =
      prefers(new, over: kept) ? Self.joined(new, with: kept) : Self.joined(kept, with: new)
  }

  /// Takes in what a unit only refers to, and another one knows: most functions of most units. Nothing is mapped that is not kept.
  mutating func mergeReference(to function: Function, _ mapping: inout UnitMapping, into id: FunctionID) -> Bool {
    guard function.body == nil, function.span.isNone, function.declarations.isEmpty,
      let kept = functions.contents[id.index], !kept.span.isNone, kept.parameterCount == function.parameterCount
    else { return false }
    let isPlain =
      function.overrides.isEmpty && function.attributes.isEmpty
      && (!kept.record.isNone || function.record.isNone)
      && function.parameters.allSatisfy { $0.attributes.isEmpty && $0.declarations.isEmpty && $0.span.isNone }
    guard isPlain else { return false }
    let flags = Self.joined(kept.flags, with: function.flags)
    if flags != kept.flags { functions.contents[id.index]?.flags = flags }
    return true
  }

  /// A total order by content, so that the same one is kept whichever comes first.
  func prefers(_ new: Function, over kept: Function) -> Bool {
    let ranks = (Self.rank(of: new), Self.rank(of: kept))
    if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
    if new.span != kept.span { return precedes(new.span, kept.span) }
    // The usual case: the same text, read by two units.
    if Self.isSame(new, kept) { return false }
    return prefersContent(of: new, over: kept)
  }

  /// Leaves out what `joined` unites.
  private static func isSame(_ left: Function, _ right: Function) -> Bool {
    guard left.type == right.type, left.returnType == right.returnType, left.record == right.record,
      left.parameterCount == right.parameterCount, left.slots.count == right.slots.count, left.kind == right.kind,
      left.pattern == right.pattern, left.thisSlot == right.thisSlot
    else { return false }
    for (left, right) in zip(left.slots, right.slots) {
      guard left.name == right.name, left.type == right.type, left.span == right.span, left.kind == right.kind,
        left.signature == right.signature
      else { return false }
    }
    return left.body == right.body
  }

  /// The one that is kept, with what every declaration adds: its place, its attributes, its parameters' names' places.
  static func joined(_ kept: Function, with other: Function) -> Function {
    var kept = kept
    kept.flags = joined(kept.flags, with: other.flags)
    unite(&kept.declarations, with: other.declarations)
    unite(&kept.overrides, with: other.overrides)
    unite(&kept.attributes, with: other.attributes)
    if kept.record.isNone { kept.record = other.record }
    guard kept.parameterCount == other.parameterCount else { return kept }
    for index in 0..<Int(kept.parameterCount) {
      let parameter = other.slots[index]
      // Put back only where there is something new: the slots of a function are many, and copied as a whole.
      var (declarations, attributes) = (kept.slots[index].declarations, kept.slots[index].attributes)
      if parameter.span != kept.slots[index].span, !parameter.span.isNone {
        unite(&declarations, with: [parameter.span])
      }
      unite(&declarations, with: parameter.declarations)
      unite(&attributes, with: parameter.attributes)
      if declarations.count != kept.slots[index].declarations.count { kept.slots[index].declarations = declarations }
      if attributes.count != kept.slots[index].attributes.count { kept.slots[index].attributes = attributes }
    }
    return kept
  }

  private static func joined(_ kept: Function.Flags, with other: Function.Flags) -> Function.Flags {
    // True only where it is true of all: one prototype is enough, and so is one unit that reads the file as the user's.
    let common: Function.Flags = [.isUnprototyped, .isSystem]
    var flags = kept.union(other.subtracting(.hasErrors))
    flags.subtract(common)
    return flags.union(kept.intersection(other).intersection(common))
  }

  static func unite<Element: Equatable>(_ kept: inout [Element], with others: [Element]) {
    for other in others where !kept.contains(other) { kept.append(other) }
  }
}
