/// Which definition stands behind each entity of which some units saw only a declaration.
struct DeclarationResolution {
  var records: [RecordID]
  var functions: [FunctionID]
}

extension Linker {
  /// Gives every bare declaration its definition and joins what they know.
  ///
  /// Where several definitions share a USR (several programs in one database), a unit that defines one itself refers to
  /// that one already; the others take the one that is preferred by content.
  mutating func resolveDeclarations() -> DeclarationResolution {
    var resolution = DeclarationResolution(
      records: (0..<records.keys.count).map { RecordID($0) },
      functions: (0..<functions.keys.count).map { FunctionID($0) })

    var definitions: [TextID: Int] = [:]
    for (index, record) in records.contents.enumerated() {
      guard let record, record.isDefined, !record.usr.isNone else { continue }
      if let other = definitions[record.usr].flatMap({ records.contents[$0] }), !prefers(record, over: other) {
        continue
      }
      definitions[record.usr] = index
    }
    for (index, record) in records.contents.enumerated() {
      guard let record, !record.isDefined, let definition = definitions[record.usr] else { continue }
      guard let kept = records.contents[definition] else { continue }
      records.contents[definition] = Self.joined(kept, with: record)
      records.contents[index] = nil
      resolution.records[index] = RecordID(definition)
    }

    definitions = [:]
    for (index, function) in functions.contents.enumerated() {
      guard let function, isExternalDefinition(function) else { continue }
      if let other = definitions[function.usr].flatMap({ functions.contents[$0] }), !prefers(function, over: other) {
        continue
      }
      definitions[function.usr] = index
    }
    for (index, function) in functions.contents.enumerated() {
      guard let function, !Self.isDefinition(function), !function.flags.contains(.isInternal),
        let definition = definitions[function.usr], let kept = functions.contents[definition]
      else { continue }
      functions.contents[definition] = Self.joined(kept, with: function)
      functions.contents[index] = nil
      resolution.functions[index] = FunctionID(definition)
    }
    return resolution
  }

  private func isExternalDefinition(_ function: Function) -> Bool {
    Self.isDefinition(function) && !function.flags.contains(.isInternal) && !function.usr.isNone
  }
}
