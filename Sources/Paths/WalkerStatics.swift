import Facts

/// Objects that stand in globals for ever and that functions hand out in place of a new one, to tell of an error: `mask->status` says
/// which it is, and nobody has to release it.
extension Walker {
  func noteStatic(returned value: TermID, _ state: State) {
    guard !returnsStatic, value != TermTable.unknown, !function.returnType.isNone,
      facts[function.returnType].kind == .pointer
    else { return }
    switch terms[terms.root(of: value)] {
    case .global: returnsStatic = true
    case .result(let event, _): returnsStatic = isPerhapsStatic(body.events[Int(event)])
    default: returnsStatic = state.holdings[object(at: value)]?.flags.contains(.isPerhapsStatic) ?? false
    }
  }

  /// Whether what a call hands over may be static.
  func isPerhapsStatic(_ event: Event) -> Bool {
    guard event.operation == .call, !event.function.isNone else { return false }
    return summary(of: event.function, isVirtual: event.flags.contains(.isVirtual))?.mayReturnStatic ?? false
  }

  /// Whether what would be lost may be static, and was asked: what stands in it is something.
  func isErrorObject(_ kind: Anomaly.Kind, _ object: TermID, _ holding: Holding, _ state: State) -> Bool {
    guard kind == .leak, holding.flags.contains(.isPerhapsStatic) else { return false }
    return state.constraints.entries.contains { entry in
      guard entry.value.isNonzero, let place = terms.place(ofContent: TermID(entry.key)) else { return false }
      return place != object && self.object(at: terms.root(of: place)) == object
    }
  }
}
