/// A JSON text to be written: objects keep the order of their keys, so that two runs are the same to the byte.
public indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The text, with a line break at its end.
  ///
  /// Containers less than `expandedLevels` deep have a line for each element, deeper ones stand in one line: a list
  /// of records is then one record a line, which `grep` and `diff` can work with.
  public func text(expandedLevels: Int = 2) -> String {
    var writer = JSONWriter(expandedLevels: expandedLevels)
    writer.write(self, level: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Appends to flat bytes: a report of a large program has hundreds of thousands of values.
private struct JSONWriter {
  let expandedLevels: Int
  var bytes: [UInt8] = []

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: append("null")
    case .bool(let bool): append(bool ? "true" : "false")
    case .int(let int): append(String(int))
    case .string(let string): writeString(string)
    case .array(let elements):
      writeContainer(elements, open: "[", close: "]", level: level) { writer, element in
        writer.write(element, level: level + 1)
      }
    case .object(let entries):
      writeContainer(entries, open: "{", close: "}", level: level) { writer, entry in
        writer.writeString(entry.key)
        writer.append(": ")
        writer.write(entry.value, level: level + 1)
      }
    }
  }

  private mutating func writeContainer<Element>(
    _ elements: [Element], open: StaticString, close: StaticString, level: Int,
    writeElement: (inout JSONWriter, Element) -> Void
  ) {
    append(open.description)
    let isExpanded = level < expandedLevels && !elements.isEmpty
    for (index, element) in elements.enumerated() {
      if index > 0 { append(isExpanded ? "," : ", ") }
      if isExpanded { breakLine(indent: level + 1) }
      writeElement(&self, element)
    }
    if isExpanded { breakLine(indent: level) }
    append(close.description)
  }

  private mutating func breakLine(indent: Int) {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<indent { append("  ") }
  }

  private mutating func append(_ text: String) { bytes += text.utf8 }

  private mutating func writeString(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\t"): append("\\t")
      case UInt8(ascii: "\r"): append("\\r")
      case ..<0x20:
        let digits = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
