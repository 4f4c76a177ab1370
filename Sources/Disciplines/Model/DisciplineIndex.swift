import Facts

/// The disciplines in force, resolved against one program: what Claims and Paths ask, in constant time.
///
/// Built once by `DisciplineResolver` from the built-in files, the user's, and what `Discovery` found.
public struct DisciplineIndex: Sendable {
  /// In order of precedence: the user's, built-in, discovered.
  public var disciplines: [Discipline]
  /// By record: the discipline that counts (or pairs) its objects, bases taken into account.
  public var disciplineOfRecord: [DisciplineID?]
  /// By function: what a call to it does, where a discipline says so.
  public var meaningOfFunction: [CallMeaning?]
  /// Fields that hold the count of the object they are in: an `increment` of one in place is a retain.
  public var disciplineOfCounter: [FieldID: DisciplineID]
  /// Counts that lie some structs down in their objects: by the field that holds the number, or a struct around it, the fields that
  /// lead there from the object on.
  public var nestedCounters: [FieldID: [[FieldID]]] = [:]
  /// By function: how it changes the number that an argument points to.
  public var countOfFunction: [FunctionID: CountRule] = [:]
  /// Typedefs of pointers whose target is no record, such as `typedef void *HANDLE`.
  public var disciplineOfAlias: [TextID: DisciplineID]
  /// By record: the smart pointer or container that it is, as an index into its discipline's lists.
  public var smartPointerOfRecord: [RecordID: SmartPointerUse]
  public var containerOfRecord: [RecordID: ContainerUse]
  /// What else is known of a function.
  public var remarkOfFunction: [FunctionID: CallRemark] = [:]
  /// Typedefs of numbers that stand for truth.
  public var truthAliases: Set<TextID> = []
  /// What functions store at their last parameters where they fail.
  public var failureRecords: Set<RecordID> = []
  /// Functions that are called where the caller did what it must not.
  public var refusals: Set<FunctionID> = []
  /// Where something goes into a container that ends it; of any other it is not known.
  public var takenPuts: Set<PutSite> = []
  /// Fields that a framework calls through, with how what it calls says that it failed.
  public var entryPointFields: [FieldID: EntryPoints.Failure] = [:]
  /// Ownership that is written in the code, by how it is spelled there.
  public var ownershipOfAlias: [TextID: Ownership]
  public var ownershipOfAttribute: [TextID: Ownership]
  public var ownershipOfReceiverAttribute: [TextID: Ownership]

  public init(
    disciplines: [Discipline], disciplineOfRecord: [DisciplineID?], meaningOfFunction: [CallMeaning?],
    disciplineOfCounter: [FieldID: DisciplineID] = [:], disciplineOfAlias: [TextID: DisciplineID] = [:],
    smartPointerOfRecord: [RecordID: SmartPointerUse] = [:], containerOfRecord: [RecordID: ContainerUse] = [:],
    ownershipOfAlias: [TextID: Ownership] = [:], ownershipOfAttribute: [TextID: Ownership] = [:],
    ownershipOfReceiverAttribute: [TextID: Ownership] = [:]
  ) {
    self.disciplines = disciplines
    self.disciplineOfRecord = disciplineOfRecord
    self.meaningOfFunction = meaningOfFunction
    self.disciplineOfCounter = disciplineOfCounter
    self.disciplineOfAlias = disciplineOfAlias
    self.smartPointerOfRecord = smartPointerOfRecord
    self.containerOfRecord = containerOfRecord
    self.ownershipOfAlias = ownershipOfAlias
    self.ownershipOfAttribute = ownershipOfAttribute
    self.ownershipOfReceiverAttribute = ownershipOfReceiverAttribute
  }

  public subscript(id: DisciplineID) -> Discipline { disciplines[id.rawValue] }

  /// The discipline of the objects that a pointer of this type refers to, `nil` for what is not a pointer to a
  /// known object. References and pointers to pointers are for the caller to peel.
  public func discipline(pointedToBy type: TypeID, in facts: FactBase) -> DisciplineID? {
    guard !type.isNone, facts[type].kind == .pointer else { return nil }
    if !disciplineOfAlias.isEmpty {
      for alias in facts[type].aliases {
        if let discipline = disciplineOfAlias[alias] { return discipline }
      }
    }
    let inner = facts[type].inner
    guard !inner.isNone, facts[inner].kind == .record, !facts[inner].record.isNone else { return nil }
    return disciplineOfRecord[facts[inner].record.index]
  }

  /// Whether a type is for truth, though it is a number's.
  public func isTruth(_ type: TypeID, in facts: FactBase) -> Bool {
    !type.isNone && !truthAliases.isEmpty && facts[type].aliases.contains { truthAliases.contains($0) }
  }

  /// The parameter at which a function tells how it failed: the last, `T **`. Who returns nothing may store something there always.
  public func failureParameter(of function: Function, in facts: FactBase) -> Int? {
    guard !failureRecords.isEmpty, let last = function.parameters.last, facts.isPointer(last.type),
      let inner = facts[last.type].inner.optional, facts.isPointer(inner),
      let record = facts.record(pointedToBy: inner), failureRecords.contains(record),
      let returned = function.returnType.optional, facts[returned].kind != .void
    else { return nil }
    return Int(function.parameterCount) - 1
  }

  /// Whether a framework keeps a pending error, so that it is worth following.
  public var keepsErrors: Bool { !entryPointFields.isEmpty }

  /// Whether an argument is a `void *` that goes with a callback, which may do with it what it likes.
  public func isContext(_ position: Int, of function: FunctionID, in facts: FactBase) -> Bool {
    guard !function.isNone, position < Int(facts[function].parameterCount) else { return false }
    func target(_ position: Int) -> TypeFact.Kind? {
      let type = facts[function].slots[position].type
      guard facts.isPointer(type), let inner = facts[type].inner.optional else { return nil }
      return facts[inner].kind
    }
    return target(position) == .void && (0..<Int(facts[function].parameterCount)).contains { target($0) == .function }
  }

  public func meaning(of function: FunctionID) -> CallMeaning? {
    function.isNone ? nil : meaningOfFunction[function.index]
  }
}

/// A record that is a discipline's smart pointer, with the object that it holds.
public struct SmartPointerUse: Hashable, Sendable {
  public var discipline: DisciplineID
  public var pointer: SmartPointer
  /// The type of the object, `none` where it is not told by a template argument.
  public var object: TypeID

  public init(discipline: DisciplineID, pointer: SmartPointer, object: TypeID) {
    self.discipline = discipline
    self.pointer = pointer
    self.object = object
  }
}

/// A record that is a discipline's container.
public struct ContainerUse: Hashable, Sendable {
  public var discipline: DisciplineID
  public var container: Container

  public init(discipline: DisciplineID, container: Container) {
    self.discipline = discipline
    self.container = container
  }
}
