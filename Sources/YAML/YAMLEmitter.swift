private import CYAML

/// A value to be written as YAML.
///
///     YAMLValue.mapping([("name", .string("gpos")), ("retain", .strings(["AddRef"]))]).yaml()
public indirect enum YAMLValue: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case sequence([YAMLValue])
  /// Entries are written in this order.
  case mapping([(key: String, value: YAMLValue)])

  public static func strings(_ strings: some Sequence<String>) -> YAMLValue { .sequence(strings.map { .string($0) }) }

  /// The text of a document that holds this value; it ends with a line break.
  ///
  /// Lists of plain words are written in one line, `[a, b]`, everything else in block style.
  public func yaml() -> String {
    let emitter = YAMLEmitter()
    emitter.emitDocument(self)
    return emitter.text
  }
}

/// Feeds libyaml's emitter and collects what it writes.
private final class YAMLEmitter {
  /// On the heap, since libyaml's emitter keeps its own address.
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  init() {
    emitter = .allocate(capacity: 1)
    emitter.initialize(to: yaml_emitter_t())
    // It fails for want of memory only, where Swift's own allocations have ended the program before.
    precondition(yaml_emitter_initialize(emitter) == 1, "libyaml's emitter could not be made")
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_width(emitter, 100)
    yaml_emitter_set_output(
      emitter,
      { context, chunk, count in
        guard let context, let chunk else { return 0 }
        let collector = Unmanaged<YAMLEmitter>.fromOpaque(context).takeUnretainedValue()
        collector.bytes += UnsafeBufferPointer(start: chunk, count: count)
        return 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deallocate()
  }

  func emitDocument(_ value: YAMLValue) {
    emit { yaml_stream_start_event_initialize($0, YAML_UTF8_ENCODING) }
    emit { yaml_document_start_event_initialize($0, nil, nil, nil, 1) }
    emitNode(value)
    emit { yaml_document_end_event_initialize($0, 1) }
    emit { yaml_stream_end_event_initialize($0) }
  }

  private func emitNode(_ value: YAMLValue) {
    switch value {
    case .null: emitScalar("null", style: YAML_PLAIN_SCALAR_STYLE)
    case .bool(let bool): emitScalar(bool ? "true" : "false", style: YAML_PLAIN_SCALAR_STYLE)
    case .int(let int): emitScalar(String(int), style: YAML_PLAIN_SCALAR_STYLE)
    case .string(let string): emitString(string)
    case .sequence(let elements):
      let style = elements.allSatisfy(\.isScalar) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      emit { yaml_sequence_start_event_initialize($0, nil, nil, 1, style) }
      for element in elements { emitNode(element) }
      emit { yaml_sequence_end_event_initialize($0) }
    case .mapping(let entries):
      let style = entries.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
      emit { yaml_mapping_start_event_initialize($0, nil, nil, 1, style) }
      for (key, value) in entries {
        emitString(key)
        emitNode(value)
      }
      emit { yaml_mapping_end_event_initialize($0) }
    }
  }

  /// Quotes what would otherwise be read back as a number, a truth value or nothing; libyaml quotes the rest that needs it.
  private func emitString(_ string: String) {
    let looksTyped = ["", "~", "null", "true", "false", "yes", "no", "on", "off"].contains(string.lowercased())
    let isTyped = looksTyped || Double(string) != nil
    emitScalar(string, style: isTyped ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_ANY_SCALAR_STYLE)
  }

  private func emitScalar(_ text: String, style: yaml_scalar_style_t) {
    // With a zero at its end, so that there is an address even for no text.
    let utf8 = Array(text.utf8CString.map(UInt8.init(bitPattern:)))
    emit { event in
      utf8.withUnsafeBufferPointer { buffer in
        yaml_scalar_event_initialize(event, nil, nil, buffer.baseAddress, Int32(buffer.count - 1), 1, 1, style)
      }
    }
  }

  /// Both steps fail for want of memory or for a wrong order of events, which only a mistake in this file could make.
  private func emit(_ initialize: (UnsafeMutablePointer<yaml_event_t>) -> Int32) {
    var event = yaml_event_t()
    precondition(initialize(&event) == 1, "a YAML event could not be made")
    precondition(yaml_emitter_emit(emitter, &event) == 1, "libyaml refused an event")
  }
}

extension YAMLValue {
  fileprivate var isScalar: Bool {
    switch self {
    case .null, .bool, .int, .string: true
    case .sequence, .mapping: false
    }
  }
}
