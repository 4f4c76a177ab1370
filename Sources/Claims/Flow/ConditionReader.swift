import Facts

/// Tells on which way out of a block a reference is null.
extension BodyReader {
  mutating func readCondition(_ block: Block) {
    // A call in the same block may throw besides.
    guard !block.condition.isNone, body.successors(of: block).count(where: { $0.kind != .exceptional }) == 2 else {
      return
    }
    var value = block.condition
    var isNullWhenTrue = false
    for _ in 0..<16 {
      guard !value.isNone else { return }
      let condition = body[value]
      switch condition.operation {
      case .not:
        isNullWhenTrue.toggle()
        value = body.operand(0, of: condition)
      case .select:
        // Of `a && b` the last part is what was evaluated here.
        guard let last = body.operands(of: condition).last else { return }
        value = last
      case .compare where condition.comparison == .equal || condition.comparison == .notEqual:
        let (left, right) = (body.operand(0, of: condition), body.operand(1, of: condition))
        if condition.comparison == .equal { isNullWhenTrue.toggle() }
        if body.isNull(right) { return addTest(of: left, isNullWhenTrue: isNullWhenTrue) }
        if body.isNull(left) { return addTest(of: right, isNullWhenTrue: isNullWhenTrue) }
        return
      case .convert where !isReference(value):
        value = body.operand(0, of: condition)
      default: return addTest(of: value, isNullWhenTrue: isNullWhenTrue)
      }
    }
  }

  private mutating func addTest(of value: ValueID, isNullWhenTrue: Bool) {
    guard isReference(value) else { return }
    var found: [ResolvedSource] = []
    resolve(value, into: &found)
    guard found.count == 1, found[0].reference >= 0 else { return }
    event = max(event, block.isNone ? 0 : body.blocks[block].events.upperBound)
    addStep(isNullWhenTrue ? .nullIfTrue : .nullIfFalse, to: found[0].reference)
  }
}
