import Disciplines
import Facts

/// A body with one retain or release taken out or put in twice.
struct Mutant: Hashable {
  enum Change: String, CaseIterable {
    case withoutRetain = "a retain left out"
    case withoutRelease = "a release left out"
    case doubleRetain = "a retain twice"
    case doubleRelease = "a release twice"
  }

  var function: FunctionID
  var event: Int
  var change: Change
  /// The argument that the call returns, where it returns one; -1 is the receiver.
  var returned: Int?

  /// All places in a program where a call, by the word of a discipline, does nothing but count. A template's text is one place,
  /// however often it is instantiated.
  static func all(in facts: FactBase, _ disciplines: DisciplineIndex, isWanted: (Function) -> Bool) -> [Mutant] {
    var result: [Mutant] = []
    var seen: Set<Span> = []
    for (position, function) in facts.functions.enumerated() {
      guard let body = function.body, isWanted(function), disciplines.meaning(of: FunctionID(position)) == nil else {
        continue
      }
      for (event, candidate) in body.events.enumerated()
      where candidate.operation == .call && !candidate.function.isNone {
        guard let meaning = disciplines.meaning(of: candidate.function), let isRetain = counts(meaning) else {
          continue
        }
        if !function.pattern.isNone, !seen.insert(body.span(of: candidate)).inserted { continue }
        let changes: [Change] = isRetain ? [.withoutRetain, .doubleRetain] : [.withoutRelease, .doubleRelease]
        var returned: Int?
        if case .retainedArgument(let argument) = meaning.result { returned = argument }
        result += changes.map {
          Mutant(function: FunctionID(position), event: event, change: $0, returned: returned)
        }
      }
    }
    return result
  }

  private static func counts(_ meaning: CallMeaning) -> Bool? {
    for effect in [meaning.receiver, meaning.arguments[0] ?? .borrows] {
      switch effect {
      case .retains, .retainsUnlessNull: return true
      case .releases, .releasesUnlessNull: return false
      default: break
      }
    }
    if case .retainedArgument = meaning.result { return true }
    return nil
  }

  func body(of function: Function) -> Body? {
    guard let body = function.body else { return nil }
    switch change {
    case .withoutRetain, .withoutRelease: return body.leavingOut(event, returned)
    case .doubleRetain, .doubleRelease: return body.doubling(event)
    }
  }
}

extension Body {
  /// The call is gone; where its value is used, it is the argument that it returned, or its first.
  fileprivate func leavingOut(_ event: Int, _ returned: Int?) -> Body {
    var copy = self
    let position = returned.map { $0 + (events[event].flags.contains(.hasReceiver) ? 1 : 0) } ?? 0
    copy.events[event].flags = []
    copy.events[event].reference = UInt32.max
    if events[event].operandCount > position, !events[event].type.isNone {
      copy.events[event].operation = .convert
      copy.events[event].firstOperand += UInt32(position)
      copy.events[event].operandCount = 1
    } else {
      copy.events[event].operation = .null
      copy.events[event].operandCount = 0
    }
    return copy
  }

  /// The call stands twice; what uses its value uses the first.
  fileprivate func doubling(_ event: Int) -> Body {
    var copy = self
    copy.events.insert(events[event], at: event + 1)
    copy.operands = operands.map { $0.isNone || $0.index <= event ? $0 : ValueID($0.index + 1) }
    for index in copy.blocks.indices {
      let block = blocks[index]
      if Int(block.firstEvent) > event { copy.blocks[index].firstEvent += 1 }
      if block.events.contains(event) { copy.blocks[index].eventCount += 1 }
      if !block.condition.isNone, block.condition.index > event {
        copy.blocks[index].condition = ValueID(block.condition.index + 1)
      }
    }
    return copy
  }
}
