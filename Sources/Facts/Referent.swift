extension Event.Operation {
  /// Into which table the `reference` of such an event points.
  public enum Referent: Sendable {
    case slot, global, field, function, record, constant, text
    /// A number that is no index: a comparison, an operator's character.
    case plain
  }

  public var referent: Referent {
    switch self {
    case .slot, .scopeEnd: .slot
    case .global: .global
    case .field: .field
    case .function, .call, .new, .delete: .function
    case .closure: .record
    case .constant: .constant
    case .opaque, .string: .text
    case .element, .load, .store, .null, .convert, .compare, .not, .arithmetic, .select, .increment,
      .decrement, .aggregate, .return, .throw:
      .plain
    }
  }
}
