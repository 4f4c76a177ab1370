import Disciplines
import Facts

/// Retains of what an expression shows, for the same expression that is given away after it: `get()->AddRef(); take(get());`, and
/// `this->AddRef(); return this;`.
struct ExpressionRetains {
  private struct Gift: Hashable {
    var taker: Int
    var value: ValueID
  }

  private let body: Body
  private let primitives: CountingPrimitives
  /// The slot of `this`, if there is one.
  private let receiver: SlotID
  /// By what is given: the retain that was for it.
  private var retains: [Gift: Int] = [:]

  init(body: Body, receiver: SlotID, flows: [ReferenceFlow], primitives: CountingPrimitives) {
    self.body = body
    self.receiver = receiver
    self.primitives = primitives
    for retain in flows where retain.sink == .retain && retain.arms.count == 1 {
      let shown = retain.arms[0].originValue
      guard isShown(retain.arms[0]), let block = body.blocks.first(where: { $0.events.contains(retain.event) }) else {
        continue
      }
      let gift = flows.first { flow in
        guard flow.event > retain.event, block.events.contains(flow.event), flow.arms.count == 1, isTaken(flow.sink)
        else { return false }
        let gift = Gift(taker: flow.event, value: flow.arms[0].originValue)
        return isShown(flow.arms[0]) && retains[gift] == nil && isSame(gift.value, shown, depth: 0)
          && stays(shown, between: retain.event + 1..<flow.event)
      }
      guard let gift else { continue }
      retains[Gift(taker: gift.event, value: gift.arms[0].originValue)] = retain.event
    }
  }

  /// The retain that was made for what a flow takes.
  func retain(for arm: ReferenceFlow.Arm, of flow: ReferenceFlow) -> Int? {
    retains[Gift(taker: flow.event, value: arm.originValue)]
  }

  private func isShown(_ arm: ReferenceFlow.Arm) -> Bool {
    if case .place = arm.origin { return false }
    let event = body[arm.originValue]
    return event.operation == .call || event.operation == .load && isReceiver(body.operand(0, of: event))
  }

  private func isReceiver(_ place: ValueID) -> Bool {
    !place.isNone && !receiver.isNone && body[place].operation == .slot && body[place].slot == receiver
  }

  private func isTaken(_ sink: ReferenceFlow.Sink) -> Bool {
    switch sink {
    case .slot, .owner: true
    case .pointer, .use, .test, .retain, .release: false
    }
  }

  /// Two values that are written alike.
  private func isSame(_ one: ValueID, _ other: ValueID, depth: Int) -> Bool {
    guard !one.isNone, !other.isNone, depth < 12 else { return false }
    if one == other { return true }
    let (left, right) = (body[one], body[other])
    guard left.operation == right.operation, left.operandCount == right.operandCount else { return false }
    switch left.operation {
    case .call:
      guard left.flags.isDisjoint(with: .isIndirect), left.function == right.function else { return false }
    case .slot: guard left.slot == right.slot else { return false }
    case .field: guard left.field == right.field else { return false }
    case .global: guard left.global == right.global else { return false }
    case .constant: guard constant(left) == constant(right), constant(left) != nil else { return false }
    case .load, .convert, .null: break
    default: return false
    }
    return zip(body.operands(of: left), body.operands(of: right)).allSatisfy { isSame($0, $1, depth: depth + 1) }
  }

  private func constant(_ event: Event) -> Int64? {
    body.constants.indices.contains(Int(event.reference)) ? Int64(body.constants[Int(event.reference)]) : nil
  }

  /// Nothing is released meanwhile, and no variable that the expression names is set.
  private func stays(_ value: ValueID, between events: Range<Int>) -> Bool {
    var named: Set<SlotID> = []
    note(value, in: &named, depth: 0)
    return !events.contains { number in
      let event = body.events[number]
      switch event.operation {
      case .store:
        let address = body.operand(0, of: event)
        return !address.isNone && body[address].operation == .slot && named.contains(body[address].slot)
      case .call where !event.flags.contains(.isIndirect):
        let counts = primitives.meaning(of: event.function)
        return counts?.receiver == .releases
          || counts?.arguments.values.contains { $0 == .releases || $0 == .releasesUnlessNull } == true
      case .delete, .throw: return true
      default: return false
      }
    }
  }

  private func note(_ value: ValueID, in named: inout Set<SlotID>, depth: Int) {
    guard !value.isNone, depth < 12 else { return }
    if body[value].operation == .slot { named.insert(body[value].slot) }
    for operand in body.operands(of: body[value]) { note(operand, in: &named, depth: depth + 1) }
  }
}
