private import CYAML
private import Glibc

extension YAMLNode {
  /// The tree of the one document in `text`; `file` is the name that positions and errors carry.
  public static func parse(_ text: String, file: String) throws(YAMLError) -> YAMLNode {
    let documents = try parseDocuments(text, file: file)
    if documents.count > 1 {
      throw YAMLError(at: documents[1].position, "a second document begins here; one is expected")
    }
    return documents.first ?? YAMLNode(.scalar("", isPlain: true), at: YAMLPosition(file: file, line: 1, column: 1))
  }

  /// The trees of all documents in `text`, which `---` separates; none where there is nothing but remarks.
  public static func parseDocuments(_ text: String, file: String) throws(YAMLError) -> [YAMLNode] {
    var bytes = Array(text.utf8)
    // libyaml asks for a pointer even where there is nothing to read.
    if bytes.isEmpty { bytes = [UInt8(ascii: "\n")] }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { input.deallocate() }
    _ = input.initialize(from: bytes)
    var parser = try YAMLParser(input: UnsafeBufferPointer(input), file: file)
    return try parser.documents()
  }

  /// The tree of the one document in the file at `path`.
  public static func parse(contentsOf path: String) throws(YAMLError) -> YAMLNode {
    try parse(try text(of: path), file: path)
  }

  /// The trees of all documents in the file at `path`.
  public static func parseDocuments(contentsOf path: String) throws(YAMLError) -> [YAMLNode] {
    try parseDocuments(try text(of: path), file: path)
  }

  private static func text(of path: String) throws(YAMLError) -> String {
    guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
      throw YAMLError(file: path, message: "is not UTF-8 text")
    }
    return text
  }

  private static func bytes(of path: String) throws(YAMLError) -> [UInt8] {
    guard let stream = fopen(path, "re") else {
      throw YAMLError(file: path, message: "cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      bytes += buffer[..<count]
      if count < buffer.count { break }
    }
    guard ferror(stream) == 0 else {
      throw YAMLError(file: path, message: "cannot be read: \(String(cString: strerror(errno)))")
    }
    return bytes
  }
}

/// Builds nodes from libyaml's events, by recursive descent.
private struct YAMLParser: ~Copyable {
  /// Deeper nesting is no settings file but an attack on the stack.
  private static let deepestNesting = 64
  /// An alias copies what it names; this bounds what a few nested aliases can grow to.
  private static let mostNodes = 1_000_000

  /// On the heap, since libyaml's parser keeps its own address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let file: String
  private var anchors: [String: (node: YAMLNode, size: Int)] = [:]
  private var nodeCount = 0

  init(input: UnsafeBufferPointer<UInt8>, file: String) throws(YAMLError) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError(file: file, message: "cannot be parsed: out of memory")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    self.parser = parser
    self.file = file
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  mutating func documents() throws(YAMLError) -> [YAMLNode] {
    _ = try next()  // the stream's start
    var documents: [YAMLNode] = []
    while case .other(YAML_DOCUMENT_START_EVENT) = try next().kind {
      // An anchor is known in its own document only.
      anchors = [:]
      documents.append(try node(from: try next(), depth: 0))
      _ = try next()  // the document's end
    }
    return documents
  }

  private mutating func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
    guard depth <= Self.deepestNesting else {
      throw YAMLError(at: event.position, "nested deeper than \(Self.deepestNesting) levels")
    }
    try count(1, at: event.position)
    let countBefore = nodeCount
    let content: YAMLNode.Content
    switch event.kind {
    case .alias(let name):
      guard let (node, size) = anchors[name] else {
        throw YAMLError(at: event.position, "no anchor '&\(name)' stands before this alias")
      }
      try count(size, at: event.position)
      return node
    case .scalar(let text, let isPlain):
      content = .scalar(text, isPlain: isPlain)
    case .sequenceStart:
      content = .sequence(try elements(depth: depth + 1))
    case .mappingStart:
      content = .mapping(try entries(depth: depth + 1))
    case .other:
      throw YAMLError(at: event.position, "a value is expected")
    }
    let node = YAMLNode(content, at: event.position)
    if let anchor = event.anchor { anchors[anchor] = (node, nodeCount - countBefore + 1) }
    return node
  }

  private mutating func count(_ nodes: Int, at position: YAMLPosition) throws(YAMLError) {
    nodeCount += nodes
    guard nodeCount <= Self.mostNodes else {
      throw YAMLError(at: position, "the document grows beyond \(Self.mostNodes) values; use fewer aliases")
    }
  }

  private mutating func elements(depth: Int) throws(YAMLError) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    while true {
      let event = try next()
      if case .other(YAML_SEQUENCE_END_EVENT) = event.kind { return elements }
      elements.append(try node(from: event, depth: depth))
    }
  }

  private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var firstLines: [String: Int] = [:]
    while true {
      let event = try next()
      if case .other(YAML_MAPPING_END_EVENT) = event.kind { return entries }
      let keyNode = try node(from: event, depth: depth)
      guard case .scalar(let key, _) = keyNode.content else {
        throw YAMLError(at: event.position, "a key must be a plain word")
      }
      if let line = firstLines.updateValue(event.position.line, forKey: key) {
        throw YAMLError(at: event.position, "key '\(key)' stands twice; the first is in line \(line)")
      }
      let value = try node(from: try next(), depth: depth)
      entries.append(YAMLEntry(key: key, keyPosition: event.position, value: value))
    }
  }

  // MARK: libyaml's events

  private struct Event {
    enum Kind {
      case alias(String)
      case scalar(String, isPlain: Bool)
      case sequenceStart
      case mappingStart
      case other(yaml_event_type_t)
    }
    var kind: Kind
    var anchor: String?
    var position: YAMLPosition
  }

  private func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    let mark = event.start_mark
    let position = YAMLPosition(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    switch event.type {
    case YAML_ALIAS_EVENT:
      return Event(kind: .alias(string(event.data.alias.anchor) ?? ""), position: position)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      return Event(kind: .scalar(text, isPlain: isPlain), anchor: string(scalar.anchor), position: position)
    case YAML_SEQUENCE_START_EVENT:
      return Event(kind: .sequenceStart, anchor: string(event.data.sequence_start.anchor), position: position)
    case YAML_MAPPING_START_EVENT:
      return Event(kind: .mappingStart, anchor: string(event.data.mapping_start.anchor), position: position)
    default:
      return Event(kind: .other(event.type), position: position)
    }
  }

  private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: UnsafePointer<UInt8>($0)) }
  }

  private func syntaxError() -> YAMLError {
    let state = parser.pointee
    var message = state.problem.map { String(cString: $0) } ?? "is not YAML"
    if let context = state.context { message += " " + String(cString: context) }
    // A reader's problem has an offset instead of a mark; the mark then tells where reading stood.
    let mark = state.error == YAML_READER_ERROR ? state.mark : state.problem_mark
    return YAMLError(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1, message: message)
  }
}
