import Facts

extension Body {
  /// What a call passes on, without the function pointer or the receiver.
  func arguments(of event: Event) -> [ValueID] {
    let operands = Array(self.operands(of: event))
    return event.flags.isDisjoint(with: [.isIndirect, .hasReceiver]) ? operands : Array(operands.dropFirst())
  }

  /// The function that this is the address of.
  func function(behind value: ValueID) -> FunctionID? {
    let value = unconverted(value)
    return !value.isNone && self[value].operation == .function ? self[value].function : nil
  }
}
