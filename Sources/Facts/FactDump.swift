/// Facts as text, for tests and for people who look into what was read.
///
/// ```
/// function x::make(v: int) -> x::T *
///   block 0 -> 1
///     v0 = new : x::T *                                 ; 3:10
/// ```
public struct FactDump {
  private let facts: FactBase

  public init(_ facts: FactBase) { self.facts = facts }

  /// All functions that have a body, in order.
  public func all() -> String {
    facts.functions.indices.filter { facts.functions[$0].body != nil }.map { function(FunctionID($0)) }
      .joined(separator: "\n")
  }

  public func function(_ id: FunctionID) -> String {
    let function = facts[id]
    var lines = [header(function)]
    guard let body = function.body else { return lines[0] + "\n" }
    for (index, block) in body.blocks.enumerated() {
      lines.append("  " + blockHeader(index, block, body))
      for event in block.events {
        let text = self.event(ValueID(event), in: function)
        let span = body.span(of: body.events[event])
        if let place = facts.location(of: span) {
          let macro = span.isFromMacro ? " \(facts[span.macro])" : ""
          lines.append("    \(text) ; \(place.line):\(place.column)\(macro)")
        } else {
          lines.append("    \(text)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func header(_ function: Function) -> String {
    let parameters = function.parameters.map { slot in
      let name = facts[slot.name]
      return name.isEmpty ? spelling(slot.type) : "\(name): \(spelling(slot.type))"
    }
    var text = "\(function.kind) \(facts[function.name])(\(parameters.joined(separator: ", ")))"
    if !function.returnType.isNone { text += " -> \(spelling(function.returnType))" }
    if !function.attributes.isEmpty { text += " [\(function.attributes.map { facts[$0] }.joined(separator: " "))]" }
    return text
  }

  private func blockHeader(_ index: Int, _ block: Block, _ body: Body) -> String {
    var text = "block \(index)"
    if body.entry.index == index { text += " entry" }
    if body.exit.index == index { text += " exit" }
    if block.isHandler { text += " handler" }
    if block.isNoReturn { text += " noreturn" }
    if block.terminator != .none {
      text += " \(block.terminator)"
      if !block.condition.isNone { text += " v\(block.condition.rawValue)" }
    }
    let edges = body.successors(of: block).map { edge in
      var text = "\(edge.target.rawValue)"
      switch edge.kind {
      case .always: break
      case .whenTrue: text += " true"
      case .whenFalse: text += " false"
      case .case: text += edge.low == edge.high ? " case \(edge.low)" : " case \(edge.low)...\(edge.high)"
      case .default: text += " default"
      case .exceptional: text += " exceptional"
      }
      return edge.isUnreachable ? "(\(text))" : text
    }
    return edges.isEmpty ? text : "\(text) -> \(edges.joined(separator: ", "))"
  }

  /// One event: `v3 = load v2 : int`.
  public func event(_ value: ValueID, in function: Function) -> String {
    guard let body = function.body else { return "" }
    let event = body[value]
    var words = ["\(event.operation)"]
    if let reference = reference(event, in: function, body) { words.append(reference) }
    words += body.operands(of: event).map { $0.isNone ? "none" : "v\($0.rawValue)" }
    var text = "v\(value.rawValue) = \(words.joined(separator: " "))"
    if !event.type.isNone { text += " : \(spelling(event.type))" }
    let flags = flags(event)
    if !flags.isEmpty { text += " [\(flags.joined(separator: " "))]" }
    return text
  }

  private func reference(_ event: Event, in function: Function, _ body: Body) -> String? {
    switch event.operation {
    case .arithmetic: return Unicode.Scalar(event.reference).map { "'\($0)'" }
    case .compare: return event.comparison.map { "\($0)" }
    default: break
    }
    guard event.reference != UInt32.max else { return nil }
    switch event.operation.referent {
    case .slot:
      let slot = function.slots[event.slot]
      let name = facts[slot.name]
      return name.isEmpty ? "\(slot.kind)\(slot.kind == .this ? "" : "#\(event.reference)")" : name
    case .global: return facts[facts[event.global].name]
    case .field: return facts[facts[event.field].name]
    case .function: return facts[facts[event.function].name]
    case .record: return facts[facts[RecordID(event.reference)].name]
    case .constant: return "\(body.constants[Int(event.reference)])"
    case .text: return "\"\(facts[event.text])\""
    case .plain: return nil
    }
  }

  private func flags(_ event: Event) -> [String] {
    Self.flagNames.filter { event.flags.contains($0.flag) }.map(\.name)
  }

  private static let flagNames: [(flag: Event.Flags, name: String)] = [
    (.isVirtual, "virtual"), (.hasReceiver, "receiver"), (.isConstruction, "construction"), (.isImplicit, "implicit"),
    (.isInitialization, "initialization"), (.isAtomic, "atomic"), (.yieldsOld, "old"), (.isArray, "array"),
    (.isUpcast, "up"), (.isDowncast, "down"), (.isChecked, "checked"), (.isExplicit, "explicit"),
    (.isOperator, "operator"), (.isSubobject, "subobject"), (.mayFail, "may fail"), (.isTruth, "truth"),
    (.isIndirect, "indirect"), (.isUnsigned, "unsigned"),
  ]

  private func spelling(_ type: TypeID) -> String { type.isNone ? "?" : facts[facts[type].spelling] }
}
