/// Hashes of what facts say, through names and places instead of numbers, for the rare choice between two units'
/// different contents for the same thing.
extension Linker {
  /// Order of file and offset; what has no place comes last.
  func precedes(_ left: Span, _ right: Span) -> Bool {
    if left.file != right.file {
      if left.isNone || right.isNone { return right.isNone }
      return texts[files[left.file].path] < texts[files[right.file].path]
    }
    if left.begin != right.begin { return left.begin < right.begin }
    if left.end != right.end { return left.end < right.end }
    return texts[left.macro] < texts[right.macro]
  }

  private func contentHash(of function: Function, tellsFiles: Bool) -> UInt64 {
    var hash = ContentHasher(tellsFiles: tellsFiles)
    hash.combine(texts[function.name])
    hash.combine(UInt32(function.kind.rawValue))
    combine(function.type, into: &hash)
    combine(function.returnType, into: &hash)
    combine(function.record, into: &hash)
    combine(function.span, into: &hash)
    combine(function.pattern, into: &hash)
    for slot in function.slots {
      hash.combine(UInt32(slot.kind.rawValue))
      hash.combine(texts[slot.name])
      combine(slot.type, into: &hash)
      combine(slot.span, into: &hash)
      combine(slot.signature, of: functions, into: &hash)
    }
    if let body = function.body { combine(body, into: &hash) }
    return hash.value
  }

  private func contentHash(of record: Record, tellsFiles: Bool) -> UInt64 {
    var hash = ContentHasher(tellsFiles: tellsFiles)
    hash.combine(texts[record.name])
    hash.combine(UInt32(record.kind.rawValue))
    for base in record.bases {
      combine(base.record, into: &hash)
      hash.combine(base.isVirtual ? UInt32(1) : 0)
    }
    for field in record.fields { combine(field, of: fields, into: &hash) }
    for argument in record.templateArguments {
      switch argument {
      case .type(let type): combine(type, into: &hash)
      case .function(let function): combine(function, of: functions, into: &hash)
      case .integer(let value): hash.combine(UInt64(bitPattern: value))
      case .other(let text): hash.combine(texts[text])
      }
    }
    hash.combine(texts[record.template])
    combine(record.pattern, into: &hash)
    return hash.value
  }

  private func contentHash(of field: Field, tellsFiles: Bool) -> UInt64 {
    var hash = ContentHasher(tellsFiles: tellsFiles)
    hash.combine(texts[field.name])
    combine(field.type, into: &hash)
    combine(field.record, into: &hash)
    combine(field.signature, of: functions, into: &hash)
    return hash.value
  }

  private func contentHash(of global: Global, tellsFiles: Bool) -> UInt64 {
    var hash = ContentHasher(tellsFiles: tellsFiles)
    hash.combine(texts[global.name])
    combine(global.type, into: &hash)
    combine(global.signature, of: functions, into: &hash)
    return hash.value
  }

  func prefersContent(of new: Function, over kept: Function) -> Bool {
    isGreater { contentHash(of: $0 ? new : kept, tellsFiles: $1) }
  }

  func prefersContent(of new: Record, over kept: Record) -> Bool {
    isGreater { contentHash(of: $0 ? new : kept, tellsFiles: $1) }
  }

  func prefersContent(of new: Field, over kept: Field) -> Bool {
    isGreater { contentHash(of: $0 ? new : kept, tellsFiles: $1) }
  }

  func prefersContent(of new: Global, over kept: Global) -> Bool {
    isGreater { contentHash(of: $0 ? new : kept, tellsFiles: $1) }
  }

  /// First without the files by which definitions are told from declarations: whether a unit saw the one or the other of
  /// what it refers to depends on how headers were shared, and comes to the same in the end.
  private func isGreater(_ hash: (_ ofNew: Bool, _ tellsFiles: Bool) -> UInt64) -> Bool {
    let (new, kept) = (hash(true, false), hash(false, false))
    return new != kept ? new > kept : hash(true, true) > hash(false, true)
  }

  private func combine(_ body: Body, into hash: inout ContentHasher) {
    for block in body.blocks {
      hash.combine(UInt32(block.terminator.rawValue))
      hash.combine(block.eventCount)
      hash.combine(block.edgeCount)
      hash.combine(block.condition.rawValue)
    }
    for edge in body.edges {
      hash.combine(edge.target.rawValue)
      hash.combine(UInt32(edge.kind.rawValue))
      hash.combine(UInt64(bitPattern: edge.low))
      hash.combine(UInt64(bitPattern: edge.high))
    }
    for event in body.events {
      hash.combine(UInt32(event.operation.rawValue) << 24 | event.flags.rawValue)
      combine(event.type, into: &hash)
      switch event.operation.referent {
      case .slot, .constant, .plain: hash.combine(event.reference)
      case .global: combine(event.global, of: globals, into: &hash)
      case .field: combine(event.field, of: fields, into: &hash)
      case .function: combine(event.function, of: functions, into: &hash)
      case .record: combine(RecordID(event.reference), into: &hash)
      case .text: hash.combine(texts[event.text])
      }
    }
    for operand in body.operands { hash.combine(operand.rawValue) }
    for span in body.spans { combine(span, into: &hash) }
    for constant in body.constants { hash.combine(UInt64(bitPattern: constant)) }
  }

  private func combine(_ span: Span, into hash: inout ContentHasher) {
    if !span.isNone { hash.combine(texts[files[span.file].path]) }
    hash.combine(UInt64(span.begin) << 32 | UInt64(span.end))
    hash.combine(texts[span.macro])
  }

  private func combine(_ record: RecordID, into hash: inout ContentHasher) {
    combine(record, of: records, into: &hash)
  }

  private func combine(_ type: TypeID, into hash: inout ContentHasher) {
    // What is inside comes before what it is in, so this ends.
    var next = type
    while let type = next.optional {
      let fact = types[type]
      hash.combine(texts[fact.spelling])
      hash.combine(UInt32(fact.kind.rawValue) << 1 | (fact.isConst ? 1 : 0))
      combine(fact.record, into: &hash)
      for parameter in fact.parameters { combine(parameter, into: &hash) }
      next = fact.inner
    }
  }

  private func combine<Entity>(
    _ id: Identifier<Entity>, of table: EntityTable<Entity>, into hash: inout ContentHasher
  ) {
    guard !id.isNone else { return hash.combine(UInt32.max) }
    let key = table.keys[id.index]
    hash.combine(texts[key.usr])
    guard key.usr.isNone || hash.tellsFiles else { return }
    if !key.file.isNone { hash.combine(texts[files[key.file].path]) }
    hash.combine(key.begin)
    hash.combine(texts[key.name])
    hash.combine(texts[key.spelling])
  }
}

/// A hash of content that can leave out in which file a definition stands.
struct ContentHasher {
  let tellsFiles: Bool
  private var hash = StableHash()

  init(tellsFiles: Bool) { self.tellsFiles = tellsFiles }

  var value: UInt64 { hash.value }
  mutating func combine(_ value: UInt64) { hash.combine(value) }
  mutating func combine(_ value: UInt32) { hash.combine(value) }
  mutating func combine(_ text: String) { hash.combine(text) }
}
