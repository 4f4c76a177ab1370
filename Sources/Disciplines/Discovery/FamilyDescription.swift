import Facts

/// Puts a family that was found into the words of a discipline.
struct FamilyDescription {
  private let counting: Counting
  private let facts: FactBase
  private let initialCount: InitialCount?

  /// - Parameter initialCount: `nil` where only names are wanted.
  init(_ counting: Counting, initialCount: InitialCount? = nil) {
    self.counting = counting
    self.initialCount = initialCount
    facts = counting.program.facts
  }

  func discipline(of family: CountedFamily, named name: String, bases: [String]) -> Discipline {
    var discipline = Discipline(name: name, kind: .counted, origin: .discovered)
    discipline.summary = "objects that count their references in \(counterName(family))"
    discipline.types.bases = bases
    discipline.counters = [counterName(family)]
    discipline.counts = helpers(of: family)
    let initial = initialCount?.number(of: family)
    discipline.initialCount = initial.map { Int(max(0, $0.number - family.lastCount + 1)) } ?? 1
    discipline.calls = calls(of: family)
    if let handle = family.handle { discipline.smartPointers = [smartPointer(handle, of: family)] }
    discipline.reasons = reasons(for: family)
    if let initial {
      discipline.reasons.append(
        Reason(
          sentence: "begins \(counterName(family)) at \(initial.number)", function: facts[facts[initial.function].name],
          location: counting.program.location(of: initial.span)))
    }
    return discipline
  }

  /// `Record::field`, and on through nested structs.
  func counterName(_ family: CountedFamily) -> String {
    let record = facts[facts[family.record(in: facts)].name].withoutTemplateArguments
    let fields = family.path.map { facts[facts[$0].name] }.filter { !$0.isEmpty }.joined(separator: ".")
    return "\(record)::\(fields)"
  }

  /// The program's own functions that the family counts by, as `atomic_inc(&object->count)`.
  private func helpers(of family: CountedFamily) -> [CountRule] {
    var namesByRule: [CountRule: Set<String>] = [:]
    func add(_ helper: FunctionID, _ place: CountPlace) {
      guard case .argument(let target) = place.holder, let change = counting.change(by: helper, place) else { return }
      let rule = CountRule(
        names: [], target: target, amount: .constant(change), yield: counting.yield(of: helper, place))
      namesByRule[rule, default: []].insert(name(of: helper))
    }
    if family.retains.isEmpty {
      for helper in counting.helpersOfMacros(puttingUp: family.path) { add(helper.function, helper.place) }
    }
    for member in family.retains + family.releases {
      guard let view = counting.program.view(of: member.function) else { continue }
      for event in view.body.events where event.operation == .call && !event.function.isNone {
        guard let place = counting.innerPlace(of: member.place, at: event, in: view),
          place.path.count < member.place.path.count
        else { continue }
        add(event.function, place)
      }
    }
    return namesByRule.map { rule, names in
      var rule = rule
      rule.names = names.sorted()
      return rule
    }
    .sorted { $0.names.lexicographicallyPrecedes($1.names) }
  }

  private func calls(of family: CountedFamily) -> [CallRule] {
    var namesByEffects: [CallEffects: [String]] = [:]
    for member in family.retains {
      guard let effects = retaining(member) else { continue }
      namesByEffects[effects, default: []].append(name(of: member.function))
    }
    for member in family.releases {
      guard let effects = releasing(member) else { continue }
      namesByEffects[effects, default: []].append(name(of: member.function))
    }
    return namesByEffects.map { CallRule(names: Array(Set($0.value)).sorted(), effects: $0.key) }
      .sorted { $0.names.lexicographicallyPrecedes($1.names) }
  }

  /// A class whose copies count what they lead to, as far as its methods show what they do with a raw pointer.
  private func smartPointer(_ handle: RecordID, of family: CountedFamily) -> SmartPointer {
    let retaining = Set(family.retains.map(\.function))
    let counted = family.record(in: facts)
    var pointer = SmartPointer(
      names: [facts[facts[handle].name].withoutTemplateArguments], object: nil, construction: .never)
    for index in facts.functions.indices where facts.functions[index].record == handle {
      let function = facts.functions[index]
      let takesObject = function.parameters.first.map { facts.record(pointedToBy: $0.type) == counted } ?? false
      if function.kind == .constructor, takesObject, !function.flags.contains(.isImplicit) {
        pointer.construction = retaining.contains(FunctionID(index)) ? .retains : .adopts
      } else if function.kind == .method, facts.record(pointedToBy: function.returnType) == counted,
        let view = counting.program.view(of: FunctionID(index)), case .loaded? = view.returnedOrigin?.root,
        !view.body.events.contains(where: { $0.operation == .call || $0.operation == .increment })
      {
        pointer.getting.append(facts[function.simpleName])
      }
    }
    pointer.getting = Array(Set(pointer.getting)).sorted()
    return pointer
  }

  func name(of function: FunctionID) -> String { facts[facts[function].name].withoutTemplateArguments }

  private func retaining(_ member: CountedFamily.Member) -> CallEffects? {
    guard case .argument(let position) = member.place.holder else { return nil }
    let returnsObject = member.transfer.returns == [.object] && facts.isPointer(facts[member.function].returnType)
    if returnsObject {
      return CallEffects(result: .retainedArgument(position), mayReturnNull: member.isNullSafe)
    }
    if position < 0 { return CallEffects(receiver: .retains) }
    return CallEffects(arguments: [position: member.isNullSafe ? .retainsUnlessNull : .retains])
  }

  private func releasing(_ member: CountedFamily.Member) -> CallEffects? {
    switch member.place.holder {
    case .argument(-1): return CallEffects(receiver: .releases)
    case .argument(let position):
      return CallEffects(arguments: [position: member.isNullSafe ? .releasesUnlessNull : .releases])
    case .pointee(let position): return CallEffects(arguments: [position: .clearsSlot])
    case .loaded: return nil
    }
  }

  private func reasons(for family: CountedFamily) -> [Reason] {
    var reasons: [Reason] = []
    let counter = counterName(family)
    for member in family.retains {
      let sentence =
        member.isWrapper ? "passes its argument on to be counted up" : "adds 1 to \(counter) and does no more"
      reasons.append(
        reason(sentence + (member.isNullSafe ? ", unless it is null" : ""), member, event: changing(member)))
    }
    for member in family.releases {
      let at = family.lastCount == 1 ? "when that leaves 0" : "when there was none left"
      let end = member.transfer.ends ?? member.transfer.handsOver
      let sentence =
        member.isWrapper
        ? "passes its argument on to be counted down"
        : "takes 1 from \(counter) and, only \(at), \(ending(member, at: end))"
      reasons.append(reason(sentence + (member.isNullSafe ? ", unless it is null" : ""), member, event: end))
    }
    return reasons
  }

  private func reason(_ sentence: String, _ member: CountedFamily.Member, event: Int?) -> Reason {
    let span = event.flatMap { index in
      counting.program.view(of: member.function).map { $0.body.span(of: $0.body.events[index]) }
    }
    let place = span.flatMap { $0.isNone ? nil : $0 } ?? facts[member.function].span
    return Reason(
      sentence: sentence, function: facts[facts[member.function].name],
      location: counting.program.location(of: place))
  }

  private func changing(_ member: CountedFamily.Member) -> Int? {
    guard let view = counting.program.view(of: member.function) else { return nil }
    return view.body.events.firstIndex { event in
      if let address = view.address(ofNumberIn: event, primitives: counting.program.primitives) {
        let origin = view.origin(of: address)
        return origin.root == member.place.root && origin.path == member.place.path
      }
      return event.operation == .call && !event.function.isNone
        && counting.innerPlace(of: member.place, at: event, in: view) != nil
    }
  }

  private func ending(_ member: CountedFamily.Member, at index: Int?) -> String {
    guard let index, let view = counting.program.view(of: member.function) else { return "ends the object" }
    let event = view.body.events[index]
    switch event.operation {
    case .delete: return "deletes the object"
    case .call where facts.isIndirect(event): return "calls a function pointer with the object"
    case .call where facts[event.function].kind == .destructor: return "destroys the object"
    case .call:
      let verb = member.transfer.ends == nil ? "hands the object to" : "ends the object by"
      return "\(verb) \(facts[facts[event.function].name])"
    default: return "ends the object"
    }
  }
}
