extension Linker {
  mutating func merge(_ new: Record, into id: RecordID) {
    guard let kept = records.contents[id.index] else {
      records.contents[id.index] = new
      return
    }
    records.contents[id.index] = prefers(new, over: kept) ? Self.joined(new, with: kept) : Self.joined(kept, with: new)
  }

  func prefers(_ new: Record, over kept: Record) -> Bool {
    if new.isDefined != kept.isDefined { return new.isDefined }
    let sizes = (new.fields.count + new.bases.count, kept.fields.count + kept.bases.count)
    if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
    if new.span != kept.span { return precedes(new.span, kept.span) }
    guard
      new.name != kept.name || new.bases != kept.bases || new.fields != kept.fields || new.kind != kept.kind
        || new.template != kept.template || new.templateArguments != kept.templateArguments
        || new.pattern != kept.pattern
    else { return false }
    return contentHash(of: new) > contentHash(of: kept)
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
    guard var kept = fields.contents[id.index] else {
      fields.contents[id.index] = new
      return
    }
    var other = new
    if prefers(new, over: kept) { swap(&kept, &other) }
    Self.unite(&kept.attributes, with: other.attributes)
    fields.contents[id.index] = kept
  }

  private func prefers(_ new: Field, over kept: Field) -> Bool {
    if new.span != kept.span { return precedes(new.span, kept.span) }
    if new.index != kept.index { return new.index < kept.index }
    guard new.type != kept.type || new.name != kept.name || new.record != kept.record || new.signature != kept.signature
    else { return false }
    return contentHash(of: new) > contentHash(of: kept)
  }

  mutating func merge(_ new: Global, into id: GlobalID) {
    guard var kept = globals.contents[id.index] else {
      globals.contents[id.index] = new
      return
    }
    var other = new
    if prefers(new, over: kept) { swap(&kept, &other) }
    Self.unite(&kept.attributes, with: other.attributes)
    globals.contents[id.index] = kept
  }

  private func prefers(_ new: Global, over kept: Global) -> Bool {
    if new.isDefined != kept.isDefined { return new.isDefined }
    if new.span != kept.span { return precedes(new.span, kept.span) }
    guard new.type != kept.type || new.name != kept.name || new.signature != kept.signature else { return false }
    return contentHash(of: new) > contentHash(of: kept)
  }
}
