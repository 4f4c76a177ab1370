import Disciplines
import Facts

/// What is known of the program before one function is walked.
struct Knowledge: Sendable {
  let facts: FactBase
  let disciplines: DisciplineIndex
  /// By function: what walking it has shown, `nil` for what has no body or was not reached yet.
  var summaries: [Summary?]
  /// Kinds of places whose content some function releases: what stands there is owned by the place.
  var releasedPlaces: Set<PlaceShape> = []
  /// Those of them that a destructor releases: what stands there has to last as long as the object.
  var endedPlaces: Set<PlaceShape> = []
  /// Kinds of places whose content something else than a destructor releases.
  var drainedPlaces: Set<PlaceShape> = []
  /// What whoever stands above claims.
  var ownership = KnownOwnership()
  let overrides: OverrideIndex
  let signatures: SignatureLinks
  let shapes: ProgramShapes
  let classQuestions: ClassQuestions
  let writers: FieldWriters
  /// By function: what it does can be read. What does not compile may do anything.
  let hasBody: [Bool]
  /// By record: objects of classes that derive from it are made and destroyed in pairs, so that they end through pointers to it too.
  let isBaseOfPaired: [Bool]
  /// By record: how many classes derive from it directly.
  private let heirCount: [Int]
  var exceptions = false
  /// Functions that a framework calls, with how they say that they failed.
  let entryPoints: [FunctionID: EntryPoints.Failure]

  init(facts: FactBase, disciplines: DisciplineIndex, calls: CallGraph) {
    self.facts = facts
    self.disciplines = disciplines
    shapes = ProgramShapes(facts)
    hasBody = facts.functions.map { $0.body != nil && !$0.flags.contains(.hasErrors) }
    isBaseOfPaired = Self.basesOfPaired(facts, disciplines)
    heirCount = facts.records.reduce(into: Array(repeating: 0, count: facts.records.count)) { counts, record in
      for base in record.bases where !base.record.isNone { counts[base.record.index] += 1 }
    }
    summaries = Array(repeating: nil, count: facts.functions.count)
    overrides = OverrideIndex(facts: facts)
    classQuestions = ClassQuestions(facts, overrides)
    signatures = SignatureLinks(facts: facts, functionsInOrder: facts.functions.indices.map { FunctionID($0) })
    writers = FieldWriters(facts, disciplines, calls, overrides, signatures)
    entryPoints = EntryPoints.functions(in: facts, disciplines)
  }

  /// Whether every object that has a class as a base is one of another, which is that class itself or the only one to derive from it.
  func isOnlyHeir(_ record: RecordID, of ancestor: RecordID) -> Bool {
    guard !record.isNone, record != ancestor else { return record == ancestor }
    return facts[record].bases.contains { base in
      !base.record.isNone && heirCount[base.record.index] == 1 && isOnlyHeir(base.record, of: ancestor)
    }
  }

  private static func basesOfPaired(_ facts: FactBase, _ disciplines: DisciplineIndex) -> [Bool] {
    var result = Array(repeating: false, count: facts.records.count)
    var due: [RecordID] = []
    for index in facts.records.indices {
      guard let discipline = disciplines.disciplineOfRecord[index], disciplines[discipline].kind == .paired else {
        continue
      }
      due.append(RecordID(index))
    }
    while let record = due.popLast() {
      for base in facts[record].bases where !base.record.isNone && !result[base.record.index] {
        result[base.record.index] = true
        due.append(base.record)
      }
    }
    return result
  }

  /// More functions than these have too little in common.
  private static let targetLimit = 40

  /// The summary of a call: of the function, or what all that may run have in common.
  func summary(of function: FunctionID, isVirtual: Bool) -> Summary? {
    if isVirtual, !overrides.overriders[function.index].isEmpty {
      // A pure method never runs itself.
      return summary(
        ofAnyOf: overrides.targets(ofVirtualCallTo: function).filter {
          !facts.functions[$0.index].flags.contains(.isPure)
        })
    }
    if let known = summaries[function.index] { return known }
    return facts.functions[function.index].kind == .signature
      ? summary(ofAnyOf: signatures.functions(assignedTo: function)) : nil
  }

  private func summary(ofAnyOf targets: [FunctionID]) -> Summary? {
    guard !targets.isEmpty, targets.count <= Self.targetLimit else { return nil }
    if targets.count == 1 { return summaries[targets[0].index] }
    var outcomes: [Outcome] = []
    var isIncomplete = false
    var mayThrow = false
    var mayReturnStatic = false
    var (shared, copied): (Set<Int>, Set<Int>) = ([], [])
    for target in targets {
      guard let summary = summaries[target.index] else { return nil }
      mayThrow = mayThrow || summary.mayThrow
      mayReturnStatic = mayReturnStatic || summary.mayReturnStatic
      shared.formUnion(summary.shared)
      copied.formUnion(summary.copied)
      outcomes += summary.outcomes
      isIncomplete = isIncomplete || summary.isIncomplete
    }
    var summary = Summary(agreeing: outcomes, isIncomplete: isIncomplete)
    summary.mayThrow = mayThrow
    summary.mayReturnStatic = mayReturnStatic
    summary.shared = shared
    summary.copied = copied
    return summary
  }

  func meaning(of function: FunctionID) -> CallMeaning? {
    guard let meaning = disciplines.meaning(of: function) else { return nil }
    // A naming habit yields to what a body shows.
    if meaning.authority == .conventional, summaries[function.index] != nil { return nil }
    // Where a smart pointer's body is there, what it holds is followed as in any class.
    if isOfSmartPointer(function), let summary = summaries[function.index], !summary.isIncomplete { return nil }
    return meaning
  }

  private func isOfSmartPointer(_ function: FunctionID) -> Bool {
    let record = facts.functions[function.index].record
    return !record.isNone && disciplines.smartPointerOfRecord[record] != nil
  }

  /// Roughly what it costs to walk a function.
  func size(of function: FunctionID) -> Int { facts[function].body?.events.count ?? 0 }

  /// Whether the place owns what stands in it; `nil` where that is not known.
  func isOwner(_ shape: PlaceShape) -> Bool? {
    switch shape {
    case .field(let field):
      if let declared = disciplines.declaredOwnership(of: facts[field], in: facts) {
        return declared.ownership != .pointer
      }
    case .global(let global):
      if let declared = disciplines.declaredOwnership(of: facts[global], in: facts) {
        return declared.ownership != .pointer
      }
    case .elements, .elementsOfGlobal: break
    }
    return releasedPlaces.contains(shape) ? true : ownership.isOwner[shape]
  }
}

extension Summary {
  /// What several functions have in common, any of which may run. Outcomes that the others lack stay apart only
  /// where they do nothing certain.
  init(agreeing outcomes: [Outcome], isIncomplete: Bool) {
    var first = Summary(merging: Self.agreed(outcomes), isIncomplete: isIncomplete)
    guard first.outcomes.count > 1 else {
      self = first
      return
    }
    let counts = Set(first.outcomes.map { $0.effects })
    if counts.count > 1 {
      first.outcomes = [Summary.blurred(first.outcomes)]
    } else if let lending = Self.lending(first.outcomes) {
      first.outcomes = lending
    }
    self = first
  }

  /// An object comes with a reference if it does whichever function runs: null is no object, and speaks against none.
  private static func agreed(_ all: [Outcome]) -> [Outcome] {
    let results = Set(all.filter { !$0.resultConstraint.isZero }.map(\.result))
    // What one makes another has and retains: a caller does not know which of them it gets.
    let outcomes = results.count > 1 ? all.map(\.withOwnResult) : all
    let isDisputed = outcomes.contains { outcome in
      if case .new = outcome.result { return false }
      return !outcome.resultConstraint.isZero
    }
    guard isDisputed else { return outcomes }
    return outcomes.map { outcome in
      guard case .new = outcome.result else { return outcome }
      var outcome = outcome
      outcome.result = .unknown
      outcome.isResultKept = false
      outcome.isResultDoubtful = false
      return outcome
    }
  }

  /// Getters that show what stands in fields of different classes: which one runs is one for each object, and not one for each
  /// call. So all that is said is that what they show is somebody else's.
  private static func lending(_ outcomes: [Outcome]) -> [Outcome]? {
    var order: [Outcome] = []
    for var outcome in outcomes {
      guard outcome.effects.isEmpty, outcome.writes.isEmpty, !outcome.changesUnknown else { return nil }
      switch outcome.result {
      case .borrowed: outcome.result = .borrowed(from: nil)
      case .path(let path) where path.steps.last == .content && !path.leadsThroughElement:
        outcome.result = .borrowed(from: nil)
      case .unknown where outcome.resultConstraint.isZero: break
      default: return nil
      }
      outcome.guards = []
      if let known = order.firstIndex(where: { $0.result == outcome.result && $0.error == outcome.error }) {
        order[known].resultConstraint = order[known].resultConstraint.union(outcome.resultConstraint)
      } else {
        order.append(outcome)
      }
    }
    return order
  }
}

extension Outcome {
  /// An object that the caller can name too, and that is returned with a reference of its own, as any object that comes with one.
  fileprivate var withOwnResult: Outcome {
    guard case .path(let path) = result,
      let effect = effects.firstIndex(where: { $0.path == path && $0.delta > 0 && !$0.isUncertain && !$0.isKept })
    else { return self }
    var copy = self
    copy.effects[effect].delta -= 1
    if copy.effects[effect].delta == 0 { copy.effects.remove(at: effect) }
    let others = writes.map { if case .new(let number) = $0.source { number } else { -1 } }
    copy.result = .new((others.max() ?? -1) + 1)
    return copy
  }
}

/// What inner loops ask of types and fields, one bit each: a fact is a struct of many parts, and reading it copies them.
struct ProgramShapes: Sendable {
  /// By type: its values are places themselves: records and arrays.
  let isInPlace: [Bool]
  /// By field: it is a record that stands where its own record begins.
  let isRecordAtStart: [Bool]
  /// By field: it holds a number or the like.
  let isPlain: [Bool]
  /// By field: it is a pointer, and all that its class has: as in a smart pointer.
  let isSole: [Bool]
  /// By function: it may throw for all that is known of it. What has a body says so itself; C has no exceptions, and what a
  /// system header declares throws only what nobody handles, such as a lack of memory.
  let mayThrowUnseen: [Bool]

  init(_ facts: FactBase) {
    isInPlace = facts.types.map { $0.kind == .record || $0.kind == .array }
    isRecordAtStart = facts.fields.map {
      $0.index == 0 && !$0.type.isNone && facts.types[$0.type.index].kind == .record
    }
    isPlain = facts.fields.map { field in
      guard !field.type.isNone else { return false }
      switch facts.types[field.type.index].kind {
      case .boolean, .integer, .floating, .enumeration: return true
      default: return false
      }
    }
    isSole = facts.fields.map { field in
      guard !field.record.isNone, !field.type.isNone, facts.types[field.type.index].kind == .pointer else {
        return false
      }
      let record = facts.records[field.record.index]
      return record.fields.count == 1 && record.bases.isEmpty && record.kind != .union && record.kind != .closure
    }
    mayThrowUnseen = facts.functions.map { function in
      function.body == nil && function.flags.isDisjoint(with: [.isNoThrow, .isSystem, .isImplicit])
        && function.kind != .destructor && function.kind != .signature && facts[function.usr].contains("#")
    }
  }
}
