import Disciplines
import Facts

extension Walker {
  /// What a format string says of the arguments after it; by position, `nil` where there is none that can be read.
  func formatEffects(_ meaning: CallMeaning, _ site: CallSite) -> [Int: ArgumentEffect]? {
    guard let format = readFormat(meaning, site) else { return nil }
    let first = Int(facts[site.callee].parameterCount)
    if format.arguments.count != site.arguments.count - first {
      reportFormat(site, .formatCount(expected: format.arguments.count, found: site.arguments.count - first))
      return nil
    }
    var effects: [Int: ArgumentEffect] = [:]
    for (position, argument) in zip(first..., format.arguments) {
      effects[position] = argument.effect
      if !fits(argument.shape, argumentType(position, site)) {
        reportFormat(site, .formatShape(unit: argument.unit, position: position))
      }
    }
    return effects
  }

  private func readFormat(_ meaning: CallMeaning, _ site: CallSite) -> FormatText? {
    guard let format = meaning.format, facts[site.callee].flags.contains(.isVariadic),
      let text = literal(format.argument, of: site)
    else { return nil }
    return FormatText(text, in: format.language)
  }

  /// The text of an argument that is a literal.
  private func literal(_ position: Int, of site: CallSite) -> String? {
    let value = body.unconverted(operand(position, of: site))
    guard !value.isNone, body[value].operation == .string, !body[value].text.isNone else { return nil }
    return facts[body[value].text]
  }

  func operand(_ position: Int, of site: CallSite) -> ValueID {
    let event = body.events[site.number]
    let skipped = Int(event.operandCount) - site.arguments.count
    return body.operand(skipped + position, of: event)
  }

  func argumentType(_ position: Int, _ site: CallSite) -> TypeID {
    let value = operand(position, of: site)
    guard !value.isNone else { return .none }
    // Places are addresses: what is passed is the address itself.
    switch body[value].operation {
    case .slot, .global, .field, .element, .string, .null, .function: return .none
    default: return body[value].type
    }
  }

  /// Only what cannot be right at all is told: a number where a pointer must be, or the reverse.
  private func fits(_ shape: FormatText.Shape, _ type: TypeID) -> Bool {
    guard !type.isNone else { return true }
    switch (shape, facts[type].kind) {
    case (.number, .pointer), (.number, .record): return false
    case (.object, .integer), (.object, .floating), (.object, .boolean), (.object, .enumeration): return false
    case (.objectAddress, .integer), (.objectAddress, .floating), (.objectAddress, .boolean): return false
    default: return true
    }
  }

  private func reportFormat(_ site: CallSite, _ kind: Anomaly.Kind) {
    let key = Report(kind: kind, origin: UInt32(site.number), object: .none)
    guard reported.insert(key).inserted else { return }
    anomalies.append(
      Anomaly(
        kind: kind, function: id, span: span(at: UInt32(site.number)), name: "", originSpan: .none, originCallee: .none,
        type: .none, isCertain: true, argument: nil, callee: site.callee, steps: []))
  }

  // MARK: What is remarked on functions

  /// Which of several things in an object a call is about.
  func key(of site: CallSite) -> TermID {
    guard let position = knowledge.disciplines.remarkOfFunction[site.callee]?.key else { return .none }
    return site[position]
  }

  /// Arguments that must not be null, and what the call drops.
  func remark(on site: CallSite, _ frame: inout Frame) {
    guard let remark = knowledge.disciplines.remarkOfFunction[site.callee] else { return }
    for position in remark.notNull { requireNotNull(site[position], at: site.number, &frame) }
    guard let position = remark.drops else { return }
    let holder = object(at: site[position])
    guard holder != TermTable.unknown else { return }
    let key = remark.key.map { site[$0] }
    for entry in frame.path.state.holdings.entries {
      var holding = entry.value
      guard holding.keeper == holder, holding.owned <= 0, holding.flags.contains(.isBorrowed), holding.isFollowed else {
        continue
      }
      if let key { guard key != TermTable.unknown, holding.key == key else { continue } }
      // What is put back is kept again.
      guard !site.arguments.contains(where: { object(at: $0).rawValue == entry.key }) else { continue }
      holding.flags.insert(.isDead)
      frame.path.state.holdings[entry.key] = holding
      tree.append(.dropped, event: UInt32(site.number), object: TermID(entry.key), to: &frame.path.trace)
    }
  }

  /// Something looks into an object: it must not be a result that may be null and that nobody asked about.
  func requireNotNull(_ value: TermID, at event: Int, _ frame: inout Frame) {
    let object = object(at: value)
    guard case .result(let origin, _) = terms[object] else { return }
    let range = range(of: object, frame.path.state)
    guard range.allows(0), !range.isZero else { return }
    defer { frame.path.state.constraints[object] = range.intersection(.nonzero) }
    guard range == .any, Int(origin) < body.events.count, origin != UInt32(event) else { return }
    let call = body.events[Int(origin)]
    guard call.operation == .call, let meaning = knowledge.meaning(of: call.function), meaning.mayReturnNull,
      meaning.result == .new, meaning.authority == .stated,
      // What a smart pointer hands over was made before.
      knowledge.disciplines.smartPointerOfRecord[knowledge.facts[call.function].record] == nil,
      // What is looked up is often known to be there; what is made can always fail.
      let holding = frame.path.state.holdings[object], holding.owned > 0, !holding.flags.contains(.isUncertain)
    else { return }
    report(.missingNullTest, object, at: event, holding, frame)
  }

  // MARK: The pending error

  /// What is known of the error after a call: an error is there where the call failed.
  func noteError(after site: CallSite, _ frame: inout Frame) {
    guard knowledge.disciplines.keepsErrors else { return }
    switch knowledge.disciplines.remarkOfFunction[site.callee]?.error {
    case .sets?: frame.path.state.error = .set
    case .clears?: frame.path.state.error = .cleared
    case .leaves?: return
    case .asks?: frame.path.state.error = .unknown
    case .setsIfFalse?: frame.path.state.error = frame.path.state.error.pending(UInt32(site.number), isFalse: true)
    case nil: frame.path.state.error = frame.path.state.error.pending(UInt32(site.number), isFalse: false)
    }
  }

  /// Who asks whether an error is pending need not look at each result: where there is one, what was not looked at is null.
  func askForError(_ result: TermID, at number: Int, _ frame: inout Frame) {
    guard index.isUsed[number] else { return }
    let untested = frame.path.state.holdings.entries.filter { entry in
      entry.value.owned > 0 && Int(entry.value.origin) < number
        && range(of: TermID(entry.key), frame.path.state) == .any
    }
    guard !untested.isEmpty else { return }
    var failed = frame
    if constrain(result, to: .nonzero, &failed.path) {
      for entry in untested { _ = constrain(TermID(entry.key), to: .zero, &failed.path) }
      fork(failed)
    }
    _ = constrain(result, to: .zero, &frame.path)
    for entry in untested { frame.path.state.constraints[entry.key] = .nonzero }
  }

  /// A result turned out to be among certain numbers: so it is known whether that call failed.
  func settleError(_ term: TermID, _ now: Constraint, _ state: inout State) {
    guard case .pending(let event, let isFalse) = state.error, case .result(event, _) = terms[term] else { return }
    let type = body.events[Int(event)].type
    let isPointer = !type.isNone && facts[type].kind == .pointer
    if isFalse || isPointer {
      if now.isNonzero { state.error = .untouched } else if now.isZero { state.error = isFalse ? .set : .unknown }
    } else if now.low >= 0, now.high > 0 {
      state.error = .untouched
    }
  }

  /// A path returns to the framework: an error must be pending where the result says so.
  func checkError(_ returned: TermID, at event: UInt32, _ frame: Frame) {
    guard let failure = knowledge.entryPoints[id], !returned.isNone else { return }
    let range = range(of: returned, frame.path.state)
    let isFailure: Bool
    let isSuccess: Bool
    switch failure {
    case .null: (isFailure, isSuccess) = (range.isZero, range.isNonzero)
    case .negative: (isFailure, isSuccess) = (range.high < 0, range.low >= 0)
    }
    let kind: Anomaly.Kind
    switch frame.path.state.error {
    case .untouched where isFailure, .cleared where isFailure: kind = .missingError
    case .set where isSuccess: kind = .pendingError
    default: return
    }
    guard reported.insert(Report(kind: kind, origin: event, object: .none)).inserted else { return }
    anomalies.append(
      Anomaly(
        kind: kind, function: id, span: span(at: event), name: facts[function.simpleName], originSpan: function.span,
        originCallee: .none, type: function.returnType, isCertain: true, argument: nil, callee: .none,
        steps: story(of: .none, origin: UInt32.max, to: frame.path.trace)))
  }
}
