extension Layout {
  func write(to writer: inout WordWriter) {
    writer.write(declarations) { writer, row in
      writer.write(UInt32(row.part.rawValue) | UInt32(row.form.rawValue) << 8)
      writer.write(row.flags.rawValue)
      for span in row.spans { writer.write(span) }
    }
    writer.write(statements) { writer, row in
      writer.write(row.flags.rawValue)
      for span in row.spans { writer.write(span) }
    }
  }

  init(from reader: inout WordReader) throws(FactFileError) {
    declarations = try reader.array(wordsEach: 2 + 4 * DeclarationLayout.spanCount) {
      reader throws(FactFileError) in
      let packed = try reader.word()
      var row = DeclarationLayout(
        part: try stored(packed & 0xFF, as: DeclarationLayout.Part.self),
        form: try stored(packed >> 8 & 0xFF, as: DeclarationLayout.Form.self),
        flags: DeclarationLayout.Flags(rawValue: try reader.word()), name: .none)
      row.spans = try reader.spans(DeclarationLayout.spanCount)
      return row
    }
    statements = try reader.array(wordsEach: 1 + 4 * StatementLayout.spanCount) { reader throws(FactFileError) in
      var row = StatementLayout(
        flags: StatementLayout.Flags(rawValue: try reader.word()), expression: .none, statement: .none)
      row.spans = try reader.spans(StatementLayout.spanCount)
      return row
    }
  }
}

extension WordReader {
  fileprivate mutating func spans(_ count: Int) throws(FactFileError) -> [Span] {
    var result: [Span] = []
    for _ in 0..<count { result.append(try span()) }
    return result
  }
}
