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
      guard !event.function.isNone, !event.flags.contains(.isIndirect), let rule = countOfFunction[event.function],
        meaning(of: event.function) == nil
      else { return nil }
      let arguments = body.operands(of: event)
      let first = arguments.startIndex + (event.flags.contains(.hasReceiver) ? 1 : 0)
      func argument(_ position: Int) -> ValueID? {
        arguments.indices.contains(first + position) ? arguments[first + position] : nil
      }
      guard let change = rule.change(in: body, argument: argument), abs(change) == 1,
        let address = argument(rule.target)
      else { return nil }
      return CountChange(address: address, isRetain: change > 0)
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
}
