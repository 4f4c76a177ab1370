/// Which entity stands behind each one of which some units saw only a declaration, or to which they only refer.
struct DeclarationResolution {
  var records: [RecordID]
  var fields: [FieldID]
  var globals: [GlobalID]
  var functions: [FunctionID]
}

extension Linker {
  /// Gives all that is known by its USR alone the definition of that USR, and joins what they know.
  ///
  /// Where several definitions share a USR (several programs in one database), a unit that defines one itself refers to
  /// that one already; the others take the one that is preferred by content. What a header declares is declared for each
  /// of them: which units saw it beside a definition depends on how headers were shared.
  mutating func resolveDeclarations() -> DeclarationResolution {
    DeclarationResolution(
      records: Self.resolve(&records, prefers: prefersRecord(), join: Self.joined),
      fields: Self.resolve(&fields, prefers: prefersField(), join: Self.joined),
      globals: Self.resolve(&globals, prefers: prefersGlobal(), join: Self.joined),
      functions: Self.resolve(&functions, prefers: prefersFunction(), join: Self.joined))
  }

  // The linker as it is now, to compare by while a table changes: copies of arrays that nobody writes to cost nothing.
  private func prefersRecord() -> (Record, Record) -> Bool { { self.prefers($0, over: $1) } }
  private func prefersField() -> (Field, Field) -> Bool { { self.prefers($0, over: $1) } }
  private func prefersGlobal() -> (Global, Global) -> Bool { { self.prefers($0, over: $1) } }
  private func prefersFunction() -> (Function, Function) -> Bool { { self.prefers($0, over: $1) } }

  private static func resolve<Entity>(
    _ table: inout EntityTable<Entity>, prefers: (Entity, Entity) -> Bool, join: (Entity, Entity) -> Entity
  ) -> [Identifier<Entity>] {
    var definitions: [TextID: Int] = [:]
    var all: [TextID: [Int]] = [:]
    for (index, key) in table.keys.enumerated() where !key.file.isNone && !key.usr.isNone {
      guard let entity = table.contents[index] else { continue }
      all[key.usr, default: []].append(index)
      if let other = definitions[key.usr].flatMap({ table.contents[$0] }), !prefers(entity, other) { continue }
      definitions[key.usr] = index
    }
    var resolved = table.keys.indices.map { Identifier<Entity>($0) }
    for (index, key) in table.keys.enumerated() where key.file.isNone && !key.usr.isNone {
      guard let definition = definitions[key.usr], let entity = table.contents[index] else { continue }
      for other in all[key.usr] ?? [] {
        guard let kept = table.contents[other] else { continue }
        table.contents[other] = nil
        table.contents[other] = join(kept, entity)
      }
      table.contents[index] = nil
      resolved[index] = Identifier(definition)
    }
    return resolved
  }
}
