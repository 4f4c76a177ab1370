import Facts

/// Fields that are set when their object begins and never after: whenever one is read, the same is there.
struct LastingFields {
  /// By field.
  private var isChanged: [Bool]

  init(_ facts: FactBase) {
    isChanged = [Bool](repeating: false, count: facts.fields.count)
    for function in facts.functions {
      guard let body = function.body else { continue }
      for event in body.events {
        for (position, operand) in body.operands(of: event).enumerated() where !operand.isNone {
          switch event.operation {
          // A part of it, or what is there.
          case .load, .field, .element: continue
          case .store where position == 0 && function.kind == .constructor: continue
          // A constructor or a method of a part may do what it likes with it, and so may who has its address.
          default: note(operand, body)
          }
        }
      }
    }
  }

  private mutating func note(_ address: ValueID, _ body: Body) {
    var current = address
    for _ in 0..<16 {
      guard !current.isNone else { return }
      switch body[current].operation {
      case .field: isChanged[body[current].field.index] = true
      case .element, .convert: break
      default: return
      }
      current = body.operand(0, of: body[current])
    }
  }

  func contains(_ field: FieldID) -> Bool { !field.isNone && !isChanged[field.index] }
}
