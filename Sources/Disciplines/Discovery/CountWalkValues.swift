import Facts

/// Numbers from numbers, as far as they are known.
extension CountWalk {
  func compared(_ left: CountValue, _ right: CountValue, _ comparison: Event.Comparison?) -> CountValue {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      switch comparison {
      case .equal?: return .number(left == right ? 1 : 0)
      case .notEqual?: return .number(left != right ? 1 : 0)
      case .less?: return .number(left < right ? 1 : 0)
      case .lessOrEqual?: return .number(left <= right ? 1 : 0)
      case .greater?: return .number(left > right ? 1 : 0)
      case .greaterOrEqual?: return .number(left >= right ? 1 : 0)
      case .threeWay?, nil: return .unknown
      }
    case (.object, .number(0)), (.number(0), .object), (.address, .number(0)), (.number(0), .address):
      if comparison == .equal { return .number(0) }
      if comparison == .notEqual { return .number(1) }
      return .unknown
    default: return .unknown
    }
  }

  func computed(_ left: CountValue, _ right: CountValue, _ event: Event) -> CountValue {
    guard case .number(let left) = left else { return .unknown }
    guard event.operandCount > 1 else {
      switch UInt8(truncatingIfNeeded: event.reference) {
      case UInt8(ascii: "-"): return .number(0 &- left)
      case UInt8(ascii: "~"): return .number(~left)
      default: return .unknown
      }
    }
    guard case .number(let right) = right else { return .unknown }
    switch UInt8(truncatingIfNeeded: event.reference) {
    case UInt8(ascii: "+"): return .number(left &+ right)
    case UInt8(ascii: "-"): return .number(left &- right)
    case UInt8(ascii: "&"): return .number(left & right)
    case UInt8(ascii: "|"): return .number(left | right)
    case UInt8(ascii: "^"): return .number(left ^ right)
    case UInt8(ascii: "*"): return .number(left &* right)
    default: return .unknown
    }
  }

  /// The operand that was computed last is the one whose way was taken.
  func selected(_ event: Event, _ state: State) -> CountValue {
    let computed = view.body.operands(of: event).compactMap { $0.isNone ? nil : state.values[$0.index] }
    return computed.max { $0.order < $1.order }?.value ?? .unknown
  }
}
