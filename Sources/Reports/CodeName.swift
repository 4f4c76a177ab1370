/// A function's or type's name taken apart: `int gpos::Map<int, &hash>::find(int) const` is `find` of `gpos::Map`.
///
/// Demangled text and Clang's own spelling of types are both read.
struct CodeName: Hashable, Sendable {
  private struct Part: Hashable {
    var name: String
    /// What stands between the angle brackets.
    var arguments: String?
  }

  private let text: String
  private let parts: [Part]

  /// Above it a name is shown without its parameters, and its template arguments cut short.
  private static let longest = 60
  private static let longestArguments = 30

  init(_ text: String) {
    self.text = text
    var scanner = Scanner(text)
    parts = scanner.parts()
  }

  /// Without template arguments and parameters.
  var path: String { parts.map(\.name).joined(separator: "::") }
  var simple: String { parts.last?.name ?? text }
  /// What the name stands in, without template arguments; empty at the top.
  var qualifier: String { parts.dropLast().map(\.name).joined(separator: "::") }

  /// As a reader sees it: whole where it is short.
  var shown: String {
    if text.utf8.count <= Self.longest || parts.isEmpty { return text }
    return parts.map { $0.name + ($0.arguments.map { "<\(Self.shortened($0))>" } ?? "") }.joined(separator: "::")
  }

  /// The first arguments, as many as there is room for.
  private static func shortened(_ arguments: String) -> String {
    if arguments.utf8.count <= longestArguments { return arguments }
    var kept: [String] = []
    var length = 0
    let all = Scanner.arguments(of: arguments)
    for argument in all {
      let shown = CodeName(argument).shown
      length += shown.utf8.count
      if length > longestArguments { break }
      kept.append(shown)
    }
    return (kept.count < all.count ? kept + ["…"] : kept).joined(separator: ", ")
  }

  /// Goes over a name once; brackets of all kinds nest.
  private struct Scanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The parts between `::`. A result's type before a name, and parameters behind it, are left out.
    mutating func parts() -> [Part] {
      var parts: [Part] = []
      var start = 0
      var end: Int?
      var arguments: String?
      func add() { if start < end ?? at { parts.append(Part(name: string(start, end ?? at), arguments: arguments)) } }
      func begin() {
        start = at
        end = nil
        arguments = nil
      }
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "<"):
          let open = at
          skipBrackets()
          if end == nil { end = open }
          arguments = string(open + 1, at - 1)
        case UInt8(ascii: "(") where at == start && isNext("(anonymous"): skipBrackets()
        case UInt8(ascii: "("):
          if end == nil { end = at }
          skipBrackets()
          // What is local to a function stands behind its parameters.
          while at < bytes.count, !isNext("::") { at += 1 }
        case UInt8(ascii: "{"), UInt8(ascii: "["): skipBrackets()
        case UInt8(ascii: ":") where isNext("::"):
          add()
          at += 2
          begin()
        case UInt8(ascii: " "):
          let isEnd = isNext(" const") || isNext(" volatile") || at + 1 < bytes.count && !isLetter(bytes[at + 1])
          if isEnd {
            if end == nil { end = at }
            at += 1
            while at < bytes.count, isLetter(bytes[at]) { at += 1 }
          } else {
            parts = []
            at += 1
            begin()
          }
        case UInt8(ascii: "o") where at == start && isNext("operator"): skipOperator()
        default: at += 1
        }
      }
      add()
      return parts
    }

    /// What is between top commas.
    static func arguments(of text: String) -> [String] {
      var scanner = Scanner(text)
      var result: [String] = []
      var start = 0
      while scanner.at < scanner.bytes.count {
        switch scanner.bytes[scanner.at] {
        case UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): scanner.skipBrackets()
        case UInt8(ascii: ","):
          result.append(scanner.string(start, scanner.at))
          scanner.at += scanner.isNext(", ") ? 2 : 1
          start = scanner.at
        default: scanner.at += 1
        }
      }
      result.append(scanner.string(start, scanner.at))
      return result
    }

    private func string(_ start: Int, _ end: Int) -> String {
      start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
    }

    private func isNext(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard at + count <= bytes.count else { return false }
      return bytes[at..<at + count].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
    }

    private func isLetter(_ byte: UInt8) -> Bool {
      byte >= 128 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "{")
        || (byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z"))
    }

    /// `operator()`, `operator<`, `operator->` and conversions, up to the parameters; else a name that begins so.
    private mutating func skipOperator() {
      at += "operator".utf8.count
      guard at < bytes.count, !isLetter(bytes[at]) || bytes[at] == UInt8(ascii: "~") else { return }
      if isNext("()") { at += 2 }
      while at < bytes.count, bytes[at] != UInt8(ascii: "(") { at += 1 }
    }

    /// Behind the bracket that closes the one here, or to the end.
    private mutating func skipBrackets() {
      var depth = 0
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ">") where at > 0 && bytes[at - 1] == UInt8(ascii: "-"): break
        case UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        at += 1
        if depth == 0 { return }
      }
    }
  }
}
