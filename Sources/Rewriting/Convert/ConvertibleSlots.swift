import Claims
import Disciplines
import Facts

/// Which slots may become smart pointers, and which of them only together: a parameter in all overrides of a method.
struct ConvertibleSlots {
  /// The slot that stands for all of its group, by slot.
  private(set) var groups: [ClaimSlotID: ClaimSlotID] = [:]
  /// What goes into containers that are converted, and what comes out: nothing declares it but the container's own text.
  private(set) var ofContainers: Set<ClaimSlotID> = []
  /// Owners that stay raw whatever their uses are.
  private(set) var refusals: [(slot: ClaimSlotID, why: LeftRaw)] = []

  private let facts: FactBase
  private let claims: ClaimSet
  private let counting: CountingHeader
  private let families: Set<DisciplineID>
  private let index: DisciplineIndex
  private let primitives: CountingPrimitives
  private let isEditable: (FileID) -> Bool
  private let isMeant: (ClaimSlot) -> Bool
  private var functionsWithAddress: Set<FunctionID> = []

  init(
    facts: FactBase, claims: ClaimSet, index: DisciplineIndex, counting: CountingHeader,
    primitives: CountingPrimitives, containers: [[ClaimSlotID]],
    isEditable: @escaping (FileID) -> Bool, isMeant: @escaping (ClaimSlot) -> Bool
  ) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.counting = counting
    families = counting.disciplines(by: index)
    self.primitives = primitives
    self.isEditable = isEditable
    self.isMeant = isMeant
    functionsWithAddress = Self.functionsWithAddress(in: facts)
    var eligible: Set<ClaimSlotID> = []
    for id in claims.listed where claims.claim(of: id) == .owner && isCounted(claims[id]) && isMeant(claims[id]) {
      if let reason = obstacle(to: claims[id]) {
        refusals.append((id, LeftRaw(reason: reason, span: claims[id].span)))
      } else {
        eligible.insert(id)
      }
    }
    let texts = SharedTexts(facts: facts, claims: claims)
    for id in eligible where texts.slots(sharingWith: claims[id])?.isSubset(of: eligible) != true {
      eligible.remove(id)
      refusals.append(
        (
          id,
          LeftRaw(
            reason: "it belongs to a template that is also made for what is not converted", span: claims[id].span)
        ))
    }
    group(eligible, texts.groups)
    for slots in containers {
      guard let root = slots.min() else { continue }
      for slot in slots { groups[slot] = root }
      ofContainers.formUnion(slots)
    }
    let held = ofContainers
    refusals.removeAll { held.contains($0.slot) }
  }

  /// The names of all declarations of a slot.
  static func names(of slot: ClaimSlot, in facts: FactBase) -> [Span] {
    var seen: Set<Span> = []
    return slot.names(in: facts).filter { !$0.isNone && seen.insert($0).inserted }
  }

  /// The pointer itself, of an out-parameter too.
  private func pointer(of slot: ClaimSlot) -> TypeID {
    guard slot.kind == .outParam else { return slot.type }
    let isPlace = facts[slot.type].kind == .pointer || facts[slot.type].kind == .lvalueReference
    return isPlace ? facts[slot.type].inner : .none
  }

  private func isCounted(_ slot: ClaimSlot) -> Bool {
    let type = pointer(of: slot)
    guard !type.isNone, facts[type].kind == .pointer,
      let discipline = index.discipline(pointedToBy: type, in: facts), index[discipline].kind == .counted
    else { return false }
    return families.contains(discipline)
  }

  /// What stands in the way before any use is looked at.
  private func obstacle(to slot: ClaimSlot) -> String? {
    if let (one, other) = counting.rivals(countingFor: object(of: pointer(of: slot))) {
      return "its objects have two counts, one by '\(one)' and one by '\(other)'"
    }
    switch slot.kind {
    case .local, .param, .return, .outParam:
      let function = facts[slot.function]
      if function.flags.contains(.hasErrors) { return "its function does not compile" }
      if function.kind == .closure { return "it belongs to a closure" }
      if function.kind == .signature { return "it belongs to a pointer to a function" }
      if function.kind == .initializer || function.flags.contains(.isImplicit) {
        return "its function is written by the compiler"
      }
      if isHolder(function.record) { return "its class holds what it is given, as a smart pointer does" }
      if slot.kind != .local {
        if primitives.contains(slot.function) { return "its function is how objects are counted" }
        if functionsWithAddress.contains(slot.function) {
          return "'\(facts[function.name])' is used through a pointer to a function"
        }
        if function.body == nil, !function.flags.contains(.isPure) {
          return "the definition of '\(facts[function.name])' was not read"
        }
      } else if function.body == nil {
        return "its function has no body"
      }
    case .field:
      let record = facts[facts[slot.field].record]
      if isHolder(facts[slot.field].record) { return "its class holds what it is given, as a smart pointer does" }
      if record.kind == .union { return "it shares its storage with others" }
      if record.kind == .closure { return "it is a capture" }
    case .element: return "it is what a raw container holds"
    case .global: break
    }
    for name in Self.names(of: slot, in: facts) where !isEditable(name.file) {
      return "it is declared in \(facts[facts[name.file].path]), which is not to be changed"
    }
    return nil
  }

  /// A class that a discipline knows for what it does with references.
  private func isHolder(_ record: RecordID) -> Bool {
    !record.isNone && (index.smartPointerOfRecord[record] != nil || index.containerOfRecord[record] != nil)
  }

  private func object(of pointer: TypeID) -> RecordID {
    guard !pointer.isNone, !facts[pointer].inner.isNone else { return .none }
    return facts[facts[pointer].inner].record
  }

  private static func functionsWithAddress(in facts: FactBase) -> Set<FunctionID> {
    var found: Set<FunctionID> = []
    for function in facts.functions {
      for event in function.body?.events ?? [] where event.operation == .function { found.insert(event.function) }
    }
    for record in facts.records {
      for case .function(let function) in record.templateArguments { found.insert(function) }
    }
    return found
  }

  // MARK: Groups

  /// Two slots that only convert together.
  mutating func join(_ one: ClaimSlotID, _ other: ClaimSlotID) {
    guard let left = groups[one], let right = groups[other], left != right else { return }
    let (kept, gone) = (min(left, right), max(left, right))
    for (slot, root) in groups where root == gone { groups[slot] = kept }
  }

  private mutating func group(_ eligible: Set<ClaimSlotID>, _ together: [Set<ClaimSlotID>]) {
    var parents: [ClaimSlotID: ClaimSlotID] = [:]
    func root(_ id: ClaimSlotID) -> ClaimSlotID {
      var current = id
      while let next = parents[current] { current = next }
      return current
    }
    func join(_ one: ClaimSlotID, _ other: ClaimSlotID) {
      let (left, right) = (root(one), root(other))
      if left != right { parents[max(left, right)] = min(left, right) }
    }
    for slots in together {
      guard let first = slots.min(), slots.isSubset(of: eligible) else { continue }
      for slot in slots { join(first, slot) }
    }
    var broken: [ClaimSlotID: ClaimSlotID] = [:]
    for (number, function) in facts.functions.enumerated() {
      let id = FunctionID(number)
      for base in function.overrides where !base.isNone {
        var pairs = [(claims.slot(ofResultOf: id), claims.slot(ofResultOf: base))]
        for position in 0..<min(Int(function.parameterCount), Int(facts[base].parameterCount)) {
          pairs.append((claims.slot(of: SlotID(position), in: id), claims.slot(of: SlotID(position), in: base)))
        }
        for (one, other) in pairs {
          switch (eligible.contains(one), eligible.contains(other)) {
          case (true, true): join(one, other)
          case (true, false): broken[one] = other
          case (false, true): broken[other] = one
          case (false, false): break
          }
        }
      }
    }
    var refusedRoots: [ClaimSlotID: LeftRaw] = [:]
    // A result may be a pointer to a derived class in an override, but not a smart pointer to one.
    for (number, function) in facts.functions.enumerated() {
      let result = claims.slot(ofResultOf: FunctionID(number))
      guard eligible.contains(result) else { continue }
      for base in function.overrides where !base.isNone && facts[base].returnType != function.returnType {
        guard object(of: facts[base].returnType) != object(of: function.returnType) else { continue }
        refusedRoots[root(result)] = LeftRaw(reason: "an override returns another class", span: claims[result].span)
      }
    }
    for (slot, other) in broken.sorted(by: { $0.key < $1.key }) where refusedRoots[root(slot)] == nil {
      let name = other.isNone ? "a method" : "'\(facts[facts[claims[other].function].name])'"
      refusedRoots[root(slot)] = LeftRaw(
        reason: "\(name), which overrides it or is overridden, has to stay raw", span: claims[slot].span)
    }
    for slot in eligible.sorted() {
      if let why = refusedRoots[root(slot)] {
        refusals.append((slot, LeftRaw(reason: why.reason, span: claims[slot].span)))
      } else {
        groups[slot] = root(slot)
      }
    }
  }
}
