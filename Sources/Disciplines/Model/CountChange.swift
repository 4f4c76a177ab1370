public import Facts

/// A change of an object's count that stands in the code as such, and not as a call of a function that retains or releases.
public struct CountChange: Sendable {
  /// Where the number is.
  public var address: ValueID
  public var isRetain: Bool
}

extension DisciplineIndex {
  /// What an event counts, if it changes a number by one: `++object->count`, `atomic_inc(&object->count)`.
  public func countChange(by event: Event, in body: Body) -> CountChange? {
    switch event.operation {
    case .increment: return CountChange(address: body.operand(0, of: event), isRetain: true)
    case .decrement: return CountChange(address: body.operand(0, of: event), isRetain: false)
    case .call:
      guard !event.function.isNone, let rule = countOfFunction[event.function],
        meaningOfFunction[event.function.index] == nil
      else { return nil }
      let operands = body.operands(of: event)
      let hasReceiver = event.flags.contains(.hasReceiver)
      func operand(_ position: Int) -> ValueID? {
        guard position < 0 else {
          let index = operands.startIndex + position + (hasReceiver ? 1 : 0)
          return index < operands.endIndex ? operands[index] : nil
        }
        return hasReceiver ? operands.first : nil
      }
      let amount: Int?
      switch rule.amount {
      case .constant(let number): amount = number
      case .argument(let position): amount = operand(position).flatMap { constant($0, in: body) }
      case .minusArgument(let position): amount = operand(position).flatMap { constant($0, in: body) }.map(-)
      case .set: amount = nil
      }
      guard let amount, abs(amount) == 1, let address = operand(rule.target) else { return nil }
      return CountChange(address: address, isRetain: amount > 0)
    default: return nil
    }
  }

  /// The object whose count lies at an address, by the steps that lead there: `step` takes the last field off an address.
  public func counted<Address>(
    at address: Address, step: (Address) -> (base: Address, field: FieldID)?
  ) -> Address? {
    guard let last = step(address) else { return nil }
    if disciplineOfCounter[last.field] != nil { return last.base }
    for path in nestedCounters[last.field] ?? [] {
      var current = address
      let isWhole = path.reversed().allSatisfy { field in
        guard let taken = step(current), taken.field == field else { return false }
        current = taken.base
        return true
      }
      if isWhole { return current }
    }
    return nil
  }

  /// The value that is the object, or the part of it that holds its count.
  public func counted(at address: ValueID, in body: Body) -> ValueID? {
    counted(at: address) { value in
      guard let inner = body.unconverted(value).optional, body[inner].operation == .field, !body[inner].field.isNone
      else { return nil }
      return (body.operand(0, of: body[inner]), body[inner].field)
    }
  }

  private func constant(_ value: ValueID, in body: Body) -> Int? {
    guard let inner = body.unconverted(value).optional, body[inner].operation == .constant,
      Int(body[inner].reference) < body.constants.count
    else { return nil }
    return Int(exactly: body.constants[Int(body[inner].reference)])
  }
}
