public import Facts

extension HookPlan {
  /// Plans the hooks of one unit from what its bodies do, by the walks that discovery makes.
  ///
  /// - Parameters:
  ///   - stated: the user's own disciplines.
  ///   - hasTemplates: C++ may use the standard library's smart pointers anywhere, in functions that nobody wrote.
  public static func plan(
    _ facts: FactBase, knowing stated: [Discipline], symbols: HookSymbols, hasTemplates: Bool
  ) throws -> HookPlan {
    let disciplines = try BuiltIn.disciplines(after: stated)
    let primitives = Primitives(facts, from: disciplines)
    let program = Program(facts, primitives: primitives)
    let counting = Counting(
      program, destruction: Destruction(program), places: CountPlaces(program, keepsHalves: true))
    let calls = CallHooks(facts, disciplines: disciplines, symbols: symbols)
    let blocks = disciplines.flatMap(\.smartPointers).flatMap(\.controlBlocks)
    var planner = HookPlanner(counting, symbols, counters: Set(stated.flatMap(\.counters)))
    planner.run(except: calls, blocks)
    let hooks = calls.hooks()
    if hooks.contains(where: { $0.action != .callSkips }) {
      planner.plan.families[CallHooks.family] = true
      planner.plan.hooks += hooks
    }
    if hasTemplates {
      planner.plan.families[CallHooks.family] = true
      planner.plan.hooks += blocks.flatMap(BlockHooks.hooks)
    }
    return planner.plan
  }
}

private struct HookPlanner {
  let counting: Counting
  let symbols: HookSymbols
  var plan = HookPlan()
  private let facts: FactBase
  /// What the user's disciplines say that objects count in.
  private let counters: Set<String>
  private let numbers: NumberClasses
  private let families: [CountedFamily]
  /// By family: what counts in it in the midst of other work.
  private let changesOf: [[FieldID]: [NumberChanges.Change]]
  private let pointerClasses: PointerClasses
  private var primitives: Primitives { counting.program.primitives }

  init(_ counting: Counting, _ symbols: HookSymbols, counters: Set<String>) {
    self.counting = counting
    self.counters = counters
    self.symbols = symbols
    facts = counting.program.facts
    let found = CountedFamilies(counting, keepsHalves: true).families.values
      .filter { !$0.retains.isEmpty || !$0.releases.isEmpty }
      .sorted { $0.path.lexicographicallyPrecedes($1.path) }
    let facts = facts
    numbers = NumberClasses(counting.program, besides: Set(found.filter(\.isProven).map { $0.record(in: facts) }))
    (families, changesOf) = Self.families(found, NumberChanges(counting, numbers), numbers)
    pointerClasses = PointerClasses(facts)
  }

  mutating func run(except calls: CallHooks, _ blocks: [SmartPointer.ControlBlock]) {
    let known = Set(blocks.flatMap { [$0.name] + $0.derived })
    let families = families.filter {
      !calls.covers($0.path.last) && !known.contains(name(of: $0.record(in: facts)))
    }
    for family in families { add(family) }
    // The same from one run to the next, whatever the order of the walks.
    var seen: Set<HookPlan.Hook> = []
    plan.hooks = plan.hooks.filter { seen.insert($0).inserted }
  }

  /// One family for each number, whatever its object is the first member of; what counts a number alone belongs to the objects around it.
  ///
  /// Whether a number that only changes in the midst of other work counts references is for other units to show.
  private static func families(
    _ found: [CountedFamily], _ changes: NumberChanges, _ numbers: NumberClasses
  ) -> ([CountedFamily], [[FieldID]: [NumberChanges.Change]]) {
    var families: [[FieldID]: CountedFamily] = [:]
    for family in found where !family.path.allSatisfy({ numbers.isNumber($0) }) {
      let path = numbers.way(family.path)
      families[path, default: CountedFamily(path: path)].add(family)
    }
    var changesOf: [[FieldID]: [NumberChanges.Change]] = [:]
    for change in changes.all {
      let ways = change.path.indices.map { Array(change.path[$0...]) }
      let path = ways.first { families[$0] != nil } ?? numbers.way(change.path)
      if families[path] == nil, change.helper != nil || !change.path.contains(where: changes.reckoned.contains) {
        families[path] = CountedFamily(path: path)
      }
      changesOf[path, default: []].append(change)
    }
    return (families.values.sorted { $0.path.lexicographicallyPrecedes($1.path) }, changesOf)
  }

  /// Without the arguments of a template.
  private func name(of record: RecordID) -> String {
    guard let record = record.optional else { return "" }
    return facts[facts[record].template.optional ?? facts[record].name]
  }

  private mutating func add(_ family: CountedFamily) {
    let record = family.record(in: facts)
    guard !record.isNone else { return }
    let name = FamilyDescription(counting).counterName(family)
    let symbol = Self.symbol(of: name)
    var hooks: [HookPlan.Hook] = []
    var told: Set<FunctionID> = []
    func add(_ member: CountedFamily.Member, _ direct: HookPlan.Hook.Action, _ indirect: HookPlan.Hook.Action) {
      let added = self.hooks(member, direct, indirect, symbol)
      hooks += added
      if !added.isEmpty { told.insert(member.function) }
    }
    for member in family.retains where !leavesCounting(member, to: family.retains) {
      add(member, .retain, .retainPointee)
    }
    for member in family.releases where !leavesCounting(member, to: family.releases) {
      add(member, .release, .releasePointee)
    }
    hooks += changes(family, symbol, besides: told)
    guard !hooks.isEmpty else { return }
    hooks += carriers(family, of: record, symbol)
    hooks += lives(of: record, symbol)
    if symbols.prefixOfRecord(record) == nil {
      hooks += counted(family, record, symbol, besides: hooks)
      hooks = beginningWithRetains(hooks, family, record, symbol)
    }
    plan.hooks += hooks
    let isShown = isStated(name) || !family.releases.isEmpty && (family.isProven || !family.retains.isEmpty)
    plan.families[symbol] = isShown || plan.families[symbol] ?? false
  }

  /// Whether the user's disciplines say that this is a count; where helpers of other sources count, they may go deeper into the number.
  private func isStated(_ counter: String) -> Bool {
    counters.contains { $0 == counter || $0.hasPrefix(counter + ".") }
  }

  /// Whether another member does the counting, so that its hook tells all.
  private func leavesCounting(_ member: CountedFamily.Member, to members: [CountedFamily.Member]) -> Bool {
    if member.isWrapper { return true }
    return MemberShape(counting).passesOn(member, to: Set(members.map(\.function))) && !counting.changesNumber(member)
  }

  /// Those that leave the counting to other members, and smart pointers, count for their callers all the same: a report speaks of the
  /// callers.
  private func carriers(_ family: CountedFamily, of record: RecordID, _ symbol: String) -> [HookPlan.Hook] {
    let passing = [family.retains, family.releases].flatMap { members in
      members.filter { leavesCounting($0, to: members) }.flatMap { hooks($0, .carries, .carries, symbol) }
    }
    let objects = Set(pointerClasses.withBases(record) + derived(from: record).map(\.0))
    let pointers = pointerClasses.functions(leadingTo: objects).filter { facts[$0].body != nil }
    return passing
      + pointers.flatMap { symbols.ofFunction($0) }.map {
        HookPlan.Hook(action: .keeps, symbol: $0, argument: 0, family: symbol, label: "", offset: 0)
      }
  }

  /// A name that the linker takes, the same in every unit.
  private static func symbol(of counter: String) -> String {
    var hash = StableHash()
    hash.combine(counter)
    let readable = counter.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }.suffix(48)
    return "deed_family_\(String(readable))_\(String(hash.value, radix: 16))"
  }

  private func hooks(
    _ member: CountedFamily.Member, _ direct: HookPlan.Hook.Action, _ indirect: HookPlan.Hook.Action, _ family: String
  ) -> [HookPlan.Hook] {
    guard facts[member.function].body != nil else { return [] }
    switch member.place.holder {
    case .argument(let position): return hooks(direct, member.function, position, family, label: "")
    case .pointee(let position): return hooks(indirect, member.function, position, family, label: "")
    // Which object a handle's body is cannot be said before it is loaded.
    case .loaded: return []
    }
  }

  private func hooks(
    _ action: HookPlan.Hook.Action, _ function: FunctionID, _ position: Int, _ family: String, label: String
  ) -> [HookPlan.Hook] {
    let argument = position + (hasReceiver(function) ? 1 : 0)
    guard argument >= 0 else { return [] }
    return symbols.ofFunction(function).map {
      HookPlan.Hook(action: action, symbol: $0, argument: argument, family: family, label: label, offset: 0)
    }
  }

  private func hasReceiver(_ function: FunctionID) -> Bool {
    switch facts[function].kind {
    case .method, .constructor, .destructor, .conversion: true
    default: false
    }
  }

  // MARK: Counts in the midst of other work

  /// What does more than count may change a number by itself: takes a reference for a moment, or keeps an object that it was not given.
  /// Where an object is made or ended, that is part of it.
  private func changes(
    _ family: CountedFamily, _ symbol: String, besides told: Set<FunctionID>
  ) -> [HookPlan.Hook] {
    guard let leaf = family.path.last, let count = bytes(of: family.path) else { return [] }
    return (changesOf[family.path] ?? []).flatMap { change -> [HookPlan.Hook] in
      let id = change.function
      guard !told.contains(id), counting.destruction.creating[id] == nil,
        InitialCount.sites(of: family.path, in: id, counting.program).isEmpty
      else { return [] }
      var hook = HookPlan.Hook(
        action: change.isUp ? .countsUp : .countsDown, symbol: "", argument: Int(facts[leaf].index), family: symbol,
        label: change.path.first.map { facts[facts[facts[$0].record].name] } ?? "", offset: 0, line: change.line,
        count: count)
      if let helper = change.helper, let callee = symbols.ofFunction(helper.function).first {
        // The family's path may begin some fields behind the change's.
        let begin = change.path.count - family.path.count
        guard begin <= helper.depth, let place = offset(of: Array(change.path[begin..<helper.depth])) else { return [] }
        hook.callee = callee
        hook.argument = helper.argument + (hasReceiver(helper.function) ? 1 : 0)
        hook.offset = -place
      }
      return symbols.ofFunction(id).map {
        hook.symbol = $0
        return hook
      }
    }
  }

  // MARK: Beginnings and ends

  private func lives(of record: RecordID, _ family: String) -> [HookPlan.Hook] {
    var hooks: [HookPlan.Hook] = []
    let name = facts[facts[record].name]
    if let prefix = symbols.prefixOfRecord(record) {
      for action in [HookPlan.Hook.Action.construct, .destruct] {
        hooks.append(
          HookPlan.Hook(action: action, symbol: prefix, argument: 0, family: family, label: name, offset: 0))
      }
      for (derived, offset) in derived(from: record) {
        guard let prefix = symbols.prefixOfRecord(derived) else { continue }
        hooks.append(
          HookPlan.Hook(
            action: .refine, symbol: prefix, argument: 0, family: family, label: facts[facts[derived].name],
            offset: offset))
      }
    }
    let related = recordsBeginning(with: record)
    hooks += makers(of: related, family)
    if hasNoDestructor(record) { hooks += enders(of: related, family) + discarders(of: related, family) }
    return hooks
  }

  /// A class whose destructor does nothing has none in the object file: there the end is where the memory is freed.
  private func hasNoDestructor(_ record: RecordID) -> Bool {
    let destructor = facts[record].destructor
    return destructor.isNone || symbols.ofFunction(destructor).isEmpty
  }

  // MARK: Beginnings and ends by the count alone

  /// In C a library's own functions allocate and free, as a rule, and another unit has them. The count tells as much: an object
  /// begins where its first count is stored, and ends where none is left.
  private mutating func counted(
    _ family: CountedFamily, _ record: RecordID, _ symbol: String, besides known: [HookPlan.Hook]
  ) -> [HookPlan.Hook] {
    let (made, freed) = (symbol + "_made", symbol + "_freed")
    var hooks: [HookPlan.Hook] = []
    if known.contains(where: { $0.action == .made }) {
      plan.families[made] = true
    } else {
      hooks += beginnings(family, label: facts[facts[record].name], symbol, unless: made)
    }
    if known.contains(where: { $0.action == .freed || $0.action == .destruct }) {
      plan.families[freed] = true
    } else {
      hooks += endings(family, symbol, unless: freed)
    }
    return hooks
  }

  /// Where no unit makes the objects or stores a first count into them, they begin with the first retain of one that has none: memory that is
  /// cleared counts none.
  private mutating func beginningWithRetains(
    _ hooks: [HookPlan.Hook], _ family: CountedFamily, _ record: RecordID, _ symbol: String
  ) -> [HookPlan.Hook] {
    let known = symbol + "_known"
    if hooks.contains(where: { $0.action == .made || $0.action == .begins }) { plan.families[known] = true }
    guard family.lastCount == 1, let count = bytes(of: family.path) else { return hooks }
    return hooks.map { hook in
      var hook = hook
      switch hook.action {
      case .retain:
        hook.action = .retainOrBegin
        hook.label = facts[facts[record].name]
      case .countsUp: break
      default: return hook
      }
      hook.unless = known
      hook.count = count
      return hook
    }
  }

  /// Of what fields lead to, in the object.
  private func offset(of path: [FieldID]) -> Int? {
    var offset = 0
    for field in path {
      guard let bytes = symbols.bytesOfField(field) else { return nil }
      offset += bytes.lowerBound
    }
    return offset
  }

  /// Of a number, in the object.
  private func bytes(of path: [FieldID]) -> Range<Int>? {
    var bytes: Range<Int>?
    for field in path {
      guard let inner = symbols.bytesOfField(field) else { return nil }
      let start = bytes?.lowerBound ?? 0
      bytes = start + inner.lowerBound..<start + inner.upperBound
    }
    return bytes.flatMap { [1, 2, 4, 8].contains($0.count) ? $0 : nil }
  }

  private func beginnings(
    _ family: CountedFamily, label: String, _ symbol: String, unless: String
  ) -> [HookPlan.Hook] {
    let members = Set((family.retains + family.releases).map(\.function))
    return facts.functions.indices.map { FunctionID($0) }.filter { !members.contains($0) }.flatMap { id in
      InitialCount.sites(of: family.path, in: id, counting.program).flatMap { site -> [HookPlan.Hook] in
        guard let line = facts.location(of: site.span)?.line else { return [] }
        return symbols.ofFunction(id).map {
          HookPlan.Hook(
            action: .begins, symbol: $0, argument: 0, family: symbol, label: label, offset: 0, line: line,
            depth: site.isWhole ? 0 : family.path.count, unless: unless)
        }
      }
    }
  }

  private func endings(_ family: CountedFamily, _ symbol: String, unless: String) -> [HookPlan.Hook] {
    family.releases.filter { !leavesCounting($0, to: family.releases) }.flatMap { member -> [HookPlan.Hook] in
      guard case .argument(let position) = member.place.holder, facts[member.function].body != nil else { return [] }
      return hooks(.ends, member.function, position, symbol, label: "").map { hook in
        var hook = hook
        hook.depth = member.place.path.count
        hook.lastCount = Int(family.lastCount)
        hook.unless = unless
        return hook
      }
    }
  }

  /// All classes that have the record as a base, and where in them it lies.
  private func derived(from record: RecordID) -> [(RecordID, Int)] {
    var offsets: [RecordID: Int] = [record: 0]
    var pending = [record]
    var result: [(RecordID, Int)] = []
    while let base = pending.popLast() {
      for index in facts.records.indices {
        let id = RecordID(index)
        guard offsets[id] == nil, let place = facts[id].bases.firstIndex(where: { $0.record == base }) else { continue }
        let known = symbols.baseOffsets(id)
        guard place < known.count, let step = known[place] else { continue }
        let offset = (offsets[base] ?? 0) + step
        offsets[id] = offset
        pending.append(id)
        result.append((id, offset))
      }
    }
    return result.sorted { $0.0 < $1.0 }
  }

  /// The record and what has it as its first member: C's way to derive.
  private func recordsBeginning(with record: RecordID) -> Set<RecordID> {
    var result: Set<RecordID> = [record]
    var changed = true
    while changed {
      changed = false
      for index in facts.records.indices where !result.contains(RecordID(index)) {
        guard let first = facts.records[index].fields.first, facts.isEmbedded(first),
          result.contains(facts[facts[first].type].record)
        else { continue }
        result.insert(RecordID(index))
        changed = true
      }
    }
    return result
  }

  private func makers(of records: Set<RecordID>, _ family: String) -> [HookPlan.Hook] {
    counting.destruction.creating.sorted { $0.key < $1.key }.flatMap { id, index -> [HookPlan.Hook] in
      guard let record = facts.record(pointedToBy: facts[id].returnType), records.contains(record),
        symbols.prefixOfRecord(record) == nil, let body = facts[id].body
      else { return [] }
      // What calls another maker returns an object that is known already.
      let event = body.events[index]
      guard event.operation == .call, primitives.allocates.contains(event.function) else { return [] }
      let frees = body.events.filter { $0.operation == .call && primitives.frees[$0.function] != nil }.map(\.function)
      let unmaking = Set(frees.flatMap(symbols.ofFunction)).sorted().map { (HookPlan.Hook.Action.unmade, label: $0) }
      return symbols.ofFunction(id).flatMap { symbol in
        ([(.made, label: facts[facts[record].name])] + unmaking).map { action, label in
          HookPlan.Hook(action: action, symbol: symbol, argument: 0, family: family, label: label, offset: 0)
        }
      }
    }
  }

  private func enders(of records: Set<RecordID>, _ family: String) -> [HookPlan.Hook] {
    let ends = counting.destruction.destroyed.sorted {
      ($0.key.function, $0.key.position) < ($1.key.function, $1.key.position)
    }
    return ends.flatMap { argument, index -> [HookPlan.Hook] in
      let function = facts[argument.function]
      guard let body = function.body, isOf(records, argument, function) else { return [] }
      let event = body.events[index]
      switch event.operation {
      case .delete: return hooks(.freed, argument.function, argument.position, family, label: "_ZdlPv*")
      case .call where primitives.frees[event.function] != nil:
        return symbols.ofFunction(event.function).flatMap {
          hooks(.freed, argument.function, argument.position, family, label: $0)
        }
      default: return []
      }
    }
  }

  /// What frees an object that another function has just made for it, as where a later step fails.
  private func discarders(of records: Set<RecordID>, _ family: String) -> [HookPlan.Hook] {
    facts.functions.indices.map { FunctionID($0) }.flatMap { id -> [HookPlan.Hook] in
      guard let body = facts[id].body, body.events.contains(where: frees), let view = counting.program.view(of: id)
      else { return [] }
      return body.events.filter(frees).flatMap { event -> [HookPlan.Hook] in
        guard
          let value = event.operation == .delete
            ? body.operand(0, of: event) : view.argument(primitives.frees[event.function] ?? 0, of: event),
          case .result(let call) = view.origin(of: value).root, view.origin(of: value).path.isEmpty,
          let maker = body.events[call].function.optional, !primitives.allocates.contains(maker),
          let record = facts.record(pointedToBy: facts[maker].returnType), records.contains(record)
        else { return [] }
        let freeing = event.operation == .delete ? ["_ZdlPv*"] : symbols.ofFunction(event.function)
        return symbols.ofFunction(id).flatMap { symbol in
          freeing.flatMap { label in
            symbols.ofFunction(maker).map {
              HookPlan.Hook(
                action: .discarded, symbol: symbol, argument: 0, family: family, label: label, offset: 0, callee: $0)
            }
          }
        }
      }
    }
  }

  private func frees(_ event: Event) -> Bool {
    event.operation == .delete || event.operation == .call && primitives.frees[event.function] != nil
  }

  private func isOf(_ records: Set<RecordID>, _ argument: Destruction.Argument, _ function: Function) -> Bool {
    if argument.position < 0 { return records.contains(function.record) }
    guard argument.position < Int(function.parameterCount),
      let record = facts.record(pointedToBy: function.slots[argument.position].type)
    else { return false }
    return records.contains(record)
  }
}
