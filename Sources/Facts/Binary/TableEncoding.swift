/// The tables of a `FactBase` as words; `TableDecoding.swift` is its mirror and must change with it.
extension FactBase {
  func write(to writer: inout WordWriter) {
    writer.write(texts.strings)
    writer.write(files) { $1.write(to: &$0) }
    writer.write(types) { $1.write(to: &$0) }
    writer.write(records) { $1.write(to: &$0) }
    writer.write(fields) { $1.write(to: &$0) }
    writer.write(globals) { $1.write(to: &$0) }
    writer.write(functions) { $1.write(to: &$0) }
    layout.write(to: &writer)
  }
}

extension SourceFile {
  func write(to writer: inout WordWriter) {
    writer.write(path)
    writer.write(isSystem ? 1 : 0)
    writer.write(wide: contentHash)
    writer.write(words: lineStarts)
  }
}

extension TypeFact {
  func write(to writer: inout WordWriter) {
    writer.write(UInt32(kind.rawValue) | (isConst ? 0x100 : 0))
    writer.write(spelling)
    writer.write(inner)
    writer.write(record)
    writer.write(words: parameters)
    writer.write(words: aliases)
  }
}

extension Record {
  func write(to writer: inout WordWriter) {
    writer.write(UInt32(kind.rawValue) | (isDefined ? 0x100 : 0) | (isAbstract ? 0x200 : 0))
    writer.write(usr)
    writer.write(name)
    writer.write(span)
    writer.write(bases) { writer, base in
      writer.write(base.record)
      writer.write(base.isVirtual ? 1 : 0)
    }
    writer.write(words: fields)
    writer.write(destructor)
    writer.write(template)
    writer.write(templateArguments) { $1.write(to: &$0) }
    writer.write(pattern)
    writer.write(words: attributes)
  }
}

extension Record.TemplateArgument {
  func write(to writer: inout WordWriter) {
    switch self {
    case .type(let type):
      writer.write(0)
      writer.write(type)
    case .function(let function):
      writer.write(1)
      writer.write(function)
    case .integer(let value):
      writer.write(2)
      writer.write(wide: value)
    case .other(let text):
      writer.write(3)
      writer.write(text)
    }
  }
}

extension Field {
  func write(to writer: inout WordWriter) {
    writer.write(usr)
    writer.write(name)
    writer.write(record)
    writer.write(index)
    writer.write(type)
    writer.write(span)
    writer.write(signature)
    writer.write(words: attributes)
  }
}

extension Global {
  func write(to writer: inout WordWriter) {
    writer.write((isStaticLocal ? 1 : 0) | (isInternal ? 2 : 0) | (isDefined ? 4 : 0))
    writer.write(usr)
    writer.write(name)
    writer.write(type)
    writer.write(span)
    writer.write(signature)
    writer.write(words: attributes)
    writer.write(words: declarations)
  }
}

extension Function {
  func write(to writer: inout WordWriter) {
    writer.write(UInt32(kind.rawValue) | (body == nil ? 0 : 0x100))
    writer.write(flags.rawValue)
    writer.write(usr)
    writer.write(name)
    writer.write(simpleName)
    writer.write(record)
    writer.write(type)
    writer.write(returnType)
    writer.write(span)
    writer.write(words: declarations)
    writer.write(words: overrides)
    writer.write(pattern)
    writer.write(words: attributes)
    writer.write(parameterCount)
    writer.write(thisSlot)
    writer.write(slots) { $1.write(to: &$0) }
    body?.write(to: &writer)
  }
}

extension Slot {
  func write(to writer: inout WordWriter) {
    writer.write(UInt32(kind.rawValue))
    writer.write(name)
    writer.write(type)
    writer.write(span)
    writer.write(signature)
    writer.write(words: declarations)
    writer.write(words: attributes)
  }
}

extension Body {
  func write(to writer: inout WordWriter) {
    writer.write(entry)
    writer.write(exit)
    writer.write(blocks) { $1.write(to: &$0) }
    writer.write(edges) { $1.write(to: &$0) }
    writer.write(events) { $1.write(to: &$0) }
    writer.write(words: operands)
    writer.write(words: spans)
    writer.write(words: constants)
  }
}

extension Block {
  func write(to writer: inout WordWriter) {
    writer.write(UInt32(terminator.rawValue) | (isNoReturn ? 0x100 : 0) | (isHandler ? 0x200 : 0))
    writer.write(firstEvent)
    writer.write(eventCount)
    writer.write(firstEdge)
    writer.write(edgeCount)
    writer.write(condition)
  }
}

extension Edge {
  /// Only cases of a `switch` have a range; the others leave it out.
  func write(to writer: inout WordWriter) {
    let hasRange = low != 0 || high != 0
    writer.write(UInt32(kind.rawValue) | (isUnreachable ? 0x100 : 0) | (hasRange ? 0x200 : 0))
    writer.write(target)
    if hasRange {
      writer.write(wide: low)
      writer.write(wide: high)
    }
  }
}

extension Event {
  /// The operation (6 bits), the flags (18) and the number of operands (8) share a word; a word of its own follows for a
  /// number that is too big.
  func write(to writer: inout WordWriter) {
    let short = UInt32(min(operandCount, 0xFF))
    writer.write(UInt32(operation.rawValue) | (flags.rawValue & 0x3_FFFF) << 6 | short << 24)
    if short == 0xFF { writer.write(UInt32(operandCount)) }
    writer.write(type)
    writer.write(reference)
    writer.write(firstOperand)
    writer.write(span)
  }
}
