import ClangBridge
import Facts

extension BodyLowering {
  mutating func atomicExpression(_ statement: ClangStatement) -> ValueID {
    let name = statement.name.string
    let parts = [statement.first, statement.second, statement.third].filter { !$0.isNone }
    let operands = parts.map { operand($0) }
    guard case .atomic(let atomic)? = Intrinsic.functions[name] else {
      return self.atomic(.other, operands: operands, name: name, at: statement)
    }
    return self.atomic(atomic, operands: operands, name: name, at: statement)
  }

  /// `operands` begin with the address of the place.
  mutating func atomic(
    _ atomic: Intrinsic.Atomic, operands: [ValueID], name: String, at statement: ClangStatement
  ) -> ValueID {
    let type = type(statement)
    guard let place = operands.first else { return opaque(name, type: type, at: statement) }
    let amount = operands.count > 1 ? operands[1] : nil
    func flags(_ yieldsOld: Bool) -> Event.Flags { yieldsOld ? [.isAtomic, .yieldsOld] : .isAtomic }
    switch atomic {
    case .add(let yieldsOld):
      return emit(.increment, flags: flags(yieldsOld), type: type, place, amount, at: statement)
    case .subtract(let yieldsOld):
      return emit(.decrement, flags: flags(yieldsOld), type: type, place, amount, at: statement)
    case .increment(let yieldsOld):
      return emit(.increment, flags: flags(yieldsOld), type: type, place, at: statement)
    case .decrement(let yieldsOld):
      return emit(.decrement, flags: flags(yieldsOld), type: type, place, at: statement)
    case .decrementAndTest:
      let new = emit(.decrement, flags: .isAtomic, type: type, place, at: statement)
      return emit(.not, type: type, new, at: statement)
    case .load:
      return emit(.load, flags: .isAtomic, type: type, place, at: statement)
    case .loadInto:
      let value = emit(.load, flags: .isAtomic, type: type, place, at: statement)
      if let amount { emit(.store, type: type, amount, value, at: statement) }
      return value
    case .store:
      if let amount { emit(.store, flags: .isAtomic, type: type, place, amount, at: statement) }
      return amount ?? .none
    case .storeFrom:
      guard let amount else { return .none }
      let value = load(amount, type: type, at: statement)
      emit(.store, flags: .isAtomic, type: type, place, value, at: statement)
      return .none
    case .exchange:
      let old = emit(.load, flags: .isAtomic, type: type, place, at: statement)
      if let amount { emit(.store, flags: .isAtomic, type: type, place, amount, at: statement) }
      return old
    case .compareExchange(let yieldsOld, let isSwapped):
      var operands = operands
      if isSwapped, operands.count > 2 { operands.swapAt(1, 2) }
      let name = yieldsOld ? OpaqueName.compareExchangeYieldingOld : OpaqueName.compareExchange
      return opaque(name, type: type, operands: operands, at: statement)
    case .other:
      return opaque(name, type: type, operands: operands, at: statement)
    }
  }
}
