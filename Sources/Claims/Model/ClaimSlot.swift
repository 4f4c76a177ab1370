import Facts

/// A place where a reference to an object of a known discipline lives.
public struct ClaimSlot: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case `return`, param, outParam = "out-param", local, field, element, global
  }

  public var kind: Kind
  /// The function whose result, parameter or local it is; `none` for fields, elements and globals.
  public var function: FunctionID
  /// The slot among the function's, of a parameter or local.
  public var slot: SlotID
  /// The field, or the field that leads to the elements; so for a global, and for a variable that is a container.
  public var field: FieldID
  public var global: GlobalID
  /// The parameter's position from 0, else -1.
  public var index: Int
  public var type: TypeID
  public var span: Span
  /// False for what the compiler wrote and for what a system header declares: such slots take part, but are not shown.
  public var isListed: Bool
  /// What is claimed are the references in a container; `type` is the container's.
  public var isContainer = false

  public init(
    kind: Kind, function: FunctionID = .none, slot: SlotID = .none, field: FieldID = .none, global: GlobalID = .none,
    index: Int = -1, type: TypeID, span: Span, isListed: Bool = true
  ) {
    self.kind = kind
    self.function = function
    self.slot = slot
    self.field = field
    self.global = global
    self.index = index
    self.type = type
    self.span = span
    self.isListed = isListed
  }

  /// Whether callers see it: what is declared there has to be declared alike in every redeclaration and override.
  public var isInterface: Bool { kind == .return || kind == .param || kind == .outParam }

  /// The name of the variable, parameter or field; empty for a result and for what has none.
  public func name(in facts: FactBase) -> String {
    if !field.isNone { return facts[facts[field].name] }
    if !global.isNone { return facts[facts[global].name] }
    if !slot.isNone { return facts[facts[function].slots[slot].name] }
    return ""
  }

  /// The function that it belongs to; for a field or element the record; empty for a global.
  public func container(in facts: FactBase) -> String {
    if !field.isNone { return facts[facts[facts[field].record].name] }
    if !function.isNone { return facts[facts[function].name] }
    return ""
  }

  /// The USR of the function, field or global: with kind, index and name it tells a slot from all others.
  public func usr(in facts: FactBase) -> String {
    if !field.isNone { return facts[facts[field].usr] }
    if !global.isNone { return facts[facts[global].usr] }
    return function.isNone ? "" : facts[facts[function].usr]
  }
}

/// An index into `ClaimSet.slots`.
public typealias ClaimSlotID = Identifier<ClaimSlot>
