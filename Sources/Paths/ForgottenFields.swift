import Facts

/// Finds fields into which references go and out of which nothing in the program ever takes one, though their objects end.
///
/// Every path of every function may be right for itself: whoever fills the field hands its reference over, and whoever ends the
/// object has none of its own. Only the two together are a leak.
struct ForgottenFields {
  private let facts: FactBase
  private let knowledge: Knowledge
  /// By field that is filled: where, and by whom first.
  private var filled: [FieldID: (function: FunctionID, span: Span)] = [:]
  /// Fields that something takes references out of, or may do so, by where they are declared: what holds of one instantiation of a
  /// template may hold of all.
  private var emptied: Set<Span> = []
  /// Fields whose content somebody saw who may have taken a reference out, by where they are declared.
  private var shown: Set<Span> = []
  /// Classes whose own destructor gives up what stands in fields of theirs.
  private var tidy: Set<RecordID> = []
  /// By function: whether it is called somewhere, or handed on.
  private lazy var isMentioned: [Bool] = facts.functions.reduce(
    into: Array(repeating: false, count: facts.functions.count)
  ) { isMentioned, function in
    for event in function.body?.events ?? [] where event.operation == .call || event.operation == .function {
      if !event.function.isNone { isMentioned[event.function.index] = true }
    }
  }
  /// Classes of which not all methods were read.
  private var unseen: Set<RecordID> = []
  /// By class or struct: who gives its storage back, and where.
  private var freed: [RecordID: (function: FunctionID, span: Span)] = [:]

  init(_ walks: [FunctionWalk?], _ knowledge: Knowledge) {
    self.knowledge = knowledge
    facts = knowledge.facts
    for (number, walk) in walks.enumerated() {
      let function = FunctionID(number)
      guard let walk, !walk.hasMissedBlocks else {
        readUnwalked(function)
        if facts[function].body == nil { noteUnseen(function) }
        continue
      }
      for (field, span) in walk.uses.filled where filled[field] == nil { filled[field] = (function, span) }
      emptied.formUnion(walk.uses.emptied.map { facts[$0].span })
      shown.formUnion(walk.uses.shown.map { facts[$0].span })
      if facts[function].kind == .destructor {
        tidy.formUnion(walk.uses.emptied.map { facts[$0].record }.filter { $0 == facts[function].record })
      }
      for (record, span) in walk.uses.freed.sorted(by: { $0.key < $1.key }) {
        noteFreed(record, by: function, at: span)
      }
    }
  }

  /// What was not walked to its end may take a reference out of any field that it mentions.
  private mutating func readUnwalked(_ function: FunctionID) {
    for event in facts[function].body?.events ?? [] where event.operation == .field {
      emptied.insert(facts[event.field].span)
    }
  }

  /// A method whose body was not read may do anything with the fields of its class, and of those that this derives from. Not a
  /// private one that nobody calls: it is declared and no more.
  private mutating func noteUnseen(_ function: FunctionID) {
    let method = facts[function]
    let known: Function.Flags = [
      .isConst, .isPure, .isImplicit, .isDeleted, .isDefaulted, .isCopy, .isMove, .isInstantiation, .isSystem,
    ]
    guard method.kind == .method || method.kind == .staticMethod, method.flags.isDisjoint(with: known) else { return }
    if method.flags.contains(.isPrivate), !method.flags.contains(.isVirtual), !isMentioned[function.index] { return }
    noteUnseen(method.record)
  }

  private mutating func noteUnseen(_ record: RecordID) {
    guard !record.isNone, unseen.insert(record).inserted else { return }
    for base in facts[record].bases { noteUnseen(base.record) }
  }

  /// Who ends an object ends what it derives from too.
  private mutating func noteFreed(_ record: RecordID, by function: FunctionID, at span: Span) {
    guard freed[record] == nil else { return }
    freed[record] = (function, span)
    for base in facts[record].bases where !base.record.isNone { noteFreed(base.record, by: function, at: span) }
  }

  /// One for each place where objects end.
  var anomalies: [Anomaly] {
    var byEnd: [Span: (function: FunctionID, fields: [FieldID])] = [:]
    for (field, origin) in filled.sorted(by: { $0.key < $1.key }) {
      guard !isEmptied(field), knowledge.isOwner(.field(field)) != false,
        let end = end(of: field, filledBy: origin.function)
      else { continue }
      byEnd[end.span, default: (end.function, [])].fields.append(field)
    }
    return byEnd.map { anomaly(in: $0.value.function, at: $0.key, $0.value.fields) }
      .sorted { ($0.function, $0.span.begin) < ($1.function, $1.span.begin) }
  }

  /// Who only saw what stands in a field has hardly taken its reference where the class's destructor is there to give such up.
  private func isEmptied(_ field: FieldID) -> Bool {
    let span = facts[field].span
    return emptied.contains(span) || shown.contains(span) && !tidy.contains(facts[field].record)
  }

  private func anomaly(in function: FunctionID, at end: Span, _ fields: [FieldID]) -> Anomaly {
    let names = fields.map { facts[facts[$0].name] }
    let steps = zip(fields, names).map { field, name in
      Anomaly.Step(kind: .filled(name), span: filled[field]?.span ?? .none, callee: .none, owned: 1)
    }
    return Anomaly(
      kind: .forgottenFields(names), function: function, span: end, name: names[0], originSpan: steps[0].span,
      originCallee: .none, type: facts[fields[0]].type, isCertain: true, argument: nil, callee: .none, steps: steps)
  }

  /// Where objects with a field end: in their destructor, or where their storage is given back. Where that is not seen of what
  /// has a count, and so ends some day, the field's declaration stands for it.
  private func end(of field: FieldID, filledBy filler: FunctionID) -> (function: FunctionID, span: Span)? {
    let record = facts[field].record
    guard !record.isNone, !unseen.contains(record) else { return nil }
    let destructor = facts[record].destructor
    if !destructor.isNone, !facts[destructor].flags.contains(.isImplicit) {
      return facts[destructor].body == nil ? nil : (destructor, facts[destructor].span)
    }
    guard let end = freed[record] else {
      return knowledge.disciplines.disciplineOfRecord[record.index] == nil ? nil : (filler, facts[field].span)
    }
    // A template that ends objects of any class says nothing of this one.
    return facts[end.function].pattern.isNone ? end : (end.function, facts[field].span)
  }
}
