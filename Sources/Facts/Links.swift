extension FactBase {
  /// Whether a field is a struct that leads to others of its kind, as `struct list { struct list *next, *prev; }`: lists are
  /// linked through such parts of their members.
  public func isLink(_ field: FieldID) -> Bool {
    let type = self[field].type
    guard !type.isNone, self[type].kind == .record, let record = self[type].record.optional else { return false }
    return self[record].fields.contains { other in
      let pointer = self[other].type
      guard !pointer.isNone, self[pointer].kind == .pointer, let target = self[pointer].inner.optional else {
        return false
      }
      return self[target].record == record
    }
  }
}
