import Facts

extension Body {
  /// What a call passes on, without the function pointer or the receiver.
  func arguments(of event: Event) -> [ValueID] {
    let operands = Array(self.operands(of: event))
    return event.flags.isDisjoint(with: [.isIndirect, .hasReceiver]) ? operands : Array(operands.dropFirst())
  }

  /// The slot whose address this is.
  func slot(at address: ValueID) -> Int? {
    guard !address.isNone, self[address].operation == .slot, !self[address].slot.isNone else { return nil }
    return self[address].slot.index
  }

  /// The slot whose value this is; the first ones are the parameters.
  func slot(loadedBy value: ValueID) -> Int? {
    let load = unconverted(value)
    guard !load.isNone, self[load].operation == .load else { return nil }
    return slot(at: operand(0, of: self[load]))
  }

  /// The function that this is the address of.
  func function(behind value: ValueID) -> FunctionID? {
    let value = unconverted(value)
    return !value.isNone && self[value].operation == .function ? self[value].function : nil
  }
}
