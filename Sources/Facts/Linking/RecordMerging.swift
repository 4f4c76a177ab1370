extension Linker {
  mutating func merge(_ new: Record, into id: RecordID) {
    guard let kept = records.contents[id.index] else {
      records.contents[id.index] = new
      return
    }
    records.contents[id.index] = prefers(new, over: kept) ? Self.joined(new, with: kept) : Self.joined(kept, with: new)
  }

  func prefers(_ new: Record, over kept: Record) -> Bool {
    // What is only referred to has no place.
    if new.span.isNone != kept.span.isNone { return kept.span.isNone }
    if new.isDefined != kept.isDefined { return new.isDefined }
    let sizes = (new.fields.count + new.bases.count, kept.fields.count + kept.bases.count)
    if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
    if new.span != kept.span { return precedes(new.span, kept.span) }
    guard
      new.name != kept.name || new.bases != kept.bases || new.fields != kept.fields || new.kind != kept.kind
        || new.template != kept.template || new.templateArguments != kept.templateArguments
        || new.pattern != kept.pattern
    else { return false }
    return prefersContent(of: new, over: kept)
  }

  static func joined(_ kept: Record, with other: Record) -> Record {
    var kept = kept
    unite(&kept.attributes, with: other.attributes)
    kept.isAbstract = kept.isAbstract || other.isAbstract
    // A unit that never destroys an object may not have seen the implicit destructor.
    if kept.destructor.isNone { kept.destructor = other.destructor }
    return kept
  }

  mutating func merge(_ new: Field, into id: FieldID) {
    guard let kept = fields.contents[id.index] else {
      fields.contents[id.index] = new
      return
    }
    fields.contents[id.index] = prefers(new, over: kept) ? Self.joined(new, with: kept) : Self.joined(kept, with: new)
  }

  static func joined(_ kept: Field, with other: Field) -> Field {
    var kept = kept
    unite(&kept.attributes, with: other.attributes)
    return kept
  }

  func prefers(_ new: Field, over kept: Field) -> Bool {
    if new.span != kept.span { return precedes(new.span, kept.span) }
    if new.index != kept.index { return new.index < kept.index }
    guard new.type != kept.type || new.name != kept.name || new.record != kept.record || new.signature != kept.signature
    else { return false }
    return prefersContent(of: new, over: kept)
  }

  mutating func merge(_ new: Global, into id: GlobalID) {
    guard let kept = globals.contents[id.index] else {
      globals.contents[id.index] = new
      return
    }
    globals.contents[id.index] = prefers(new, over: kept) ? Self.joined(new, with: kept) : Self.joined(kept, with: new)
  }

  static func joined(_ kept: Global, with other: Global) -> Global {
    var kept = kept
    unite(&kept.attributes, with: other.attributes)
    unite(&kept.declarations, with: other.declarations)
    return kept
  }

  func prefers(_ new: Global, over kept: Global) -> Bool {
    if new.span.isNone != kept.span.isNone { return kept.span.isNone }
    if new.isDefined != kept.isDefined { return new.isDefined }
    if new.span != kept.span { return precedes(new.span, kept.span) }
    guard new.type != kept.type || new.name != kept.name || new.signature != kept.signature else { return false }
    return prefersContent(of: new, over: kept)
  }
}
