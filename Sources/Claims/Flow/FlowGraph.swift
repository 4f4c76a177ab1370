import Facts

/// What goes from where to where in a whole program: read off the bodies once, in source order, and never again.
struct FlowGraph: Sendable {
  var references: [Reference] = []
  /// Each reference's in a run, in the order of control flow.
  var steps: [Step] = []
  var arrivals: [Arrival] = []
  /// By slot, as ranges of `referenceOrder` and `arrivalOrder`.
  var referencesOfSlot = Grouping()
  var arrivalsOfSlot = Grouping()
  /// By slot: whether a parameter or local is mentioned at all in its function.
  var isMentioned: [Bool]
  /// By slot: a local that is retained somewhere, and so may have become an owner without taking anything over.
  var isRetainedLocal: [Bool]
  /// By function: the parameter that every return of it gives back as it came, or -1.
  var passedThrough: [Int16]
  /// By function: that it returns nothing but null and objects that live as long as the program.
  var returnsStandIns: [Bool]
  /// By function: that it is a destructor, or is called by one on its own object.
  var endsObject: [Bool]
  /// Slots whose references are compared with each other somewhere: a variable that may hold a parameter is told apart from it.
  var comparedSlots: Set<UInt64> = []
  var bodyCount = 0
  var eventCount = 0

  static func pair(_ one: ClaimSlotID, _ other: ClaimSlotID) -> UInt64 {
    UInt64(min(one, other).rawValue) << 32 | UInt64(max(one, other).rawValue)
  }

  /// What is given to a variable that is told apart from where it came from is given up only where it came from elsewhere.
  func areToldApart(_ one: ClaimSlotID, _ other: ClaimSlotID) -> Bool {
    !comparedSlots.isEmpty && !one.isNone && !other.isNone && comparedSlots.contains(Self.pair(one, other))
  }

  func references(of slot: ClaimSlotID) -> ArraySlice<Int32> { referencesOfSlot[slot.index] }
  func arrivals(of slot: ClaimSlotID) -> ArraySlice<Int32> { arrivalsOfSlot[slot.index] }
}

/// One reference as one function names it: `x`, `this->list`, `(*array)[i]`.
///
/// Names that read alike are taken for the same reference until the place is stored to.
struct Reference: Sendable {
  enum Kind: UInt8, Sendable {
    /// Loaded from the place `root`.
    case place
    /// The result of a call: `root` is the callee's result.
    case result
    /// A new object, or a result that a discipline calls new though its type says nothing.
    case made
    /// `this`, the address of a member or variable, a result that a discipline calls borrowed.
    case borrowed
    /// The address of an object that lives as long as the program, and stands for an error or for none: as good as null, since
    /// neither has it to be given up nor does it harm.
    case standIn
    /// From a call or place of which nothing is known.
    case opaque
  }

  var function: FunctionID
  var root: ClaimSlotID
  var kind: Kind
  /// The event that first named it.
  var event: Int32
  var firstStep: Int32 = 0
  var stepCount: Int32 = 0

  var steps: Range<Int> { Int(firstStep)..<Int(firstStep + stepCount) }
}

/// Something that happens to a reference and matters to who owns it.
struct Step: Sendable {
  enum Kind: UInt8, Sendable {
    /// One that follows a store at once is for what was stored: `arrival` says which store, and `sink` whose result it was.
    case retain
    /// By a call whose result goes on as a reference of its own.
    case retainOfResult
    case release
    /// A release that lets null pass.
    case releaseUnlessNull
    /// Handed over to something that has no slot but is known to consume.
    case consume
    /// Goes to `sink`: passed, stored, returned, captured.
    case transfer
    /// The place gets another value.
    case define
    /// The place gets null.
    case clear
    /// The call that gave it is made once more: where it gives an owner, what comes of it is another object.
    case again
    /// At the end of its block: on the way that is taken when the condition is true (false) the reference is null.
    case nullIfTrue, nullIfFalse
    /// Something that is not understood may have been done to it; `arrival` is an `Obstacle`.
    case obstacle
  }

  var kind: Kind
  /// Where the reference goes.
  var sink: ClaimSlotID = .none
  var reference: Int32
  var event: Int32
  /// The block's number in control-flow order: with `event` it orders a function's steps.
  var blockRank: Int32
  var block: BlockID
  /// The arrival of a transfer or define, or of the store that a retain is for; -1 if there is none.
  var arrival: Int32 = -1
}

/// Why a use of a reference is not understood.
enum Obstacle: Int32, Sendable {
  case unknownCallee, variadic, untyped, storedOutOfSight, addressTaken, thrown, notModelled
}

/// A value that comes to a slot: what is stored, passed, returned.
struct Arrival: Sendable {
  enum Source: UInt8, Sendable {
    case null
    /// `reference` says which.
    case reference
    /// A call puts it there through an out-parameter: `from` is that slot.
    case filled
    /// A discipline says that a call puts an owned or a borrowed reference there.
    case filledOwned, filledBorrowed
    case unknown
  }

  var slot: ClaimSlotID
  var function: FunctionID
  var event: Int32
  var source: Source
  var reference: Int32 = -1
  /// The step of `reference` that brought it here.
  var step: Int32 = -1
  var from: ClaimSlotID = .none
  /// The place that it came from is set to null or to something else afterwards, and was not released: the steal idiom.
  var isMoved = false
  /// An initialiser.
  var isInitial = false
}

/// Numbers by group, in runs of one array.
struct Grouping: Sendable {
  private var starts: [Int32] = []
  private var members: [Int32] = []

  init() {}

  /// Stable: a group's members keep the order they came in.
  init(count: Int, groups: some Collection<Int>) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for group in groups where group >= 0 { starts[group + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    members = [Int32](repeating: 0, count: Int(starts[count]))
    for (member, group) in groups.enumerated() where group >= 0 {
      members[Int(next[group])] = Int32(member)
      next[group] += 1
    }
    self.starts = starts
  }

  subscript(group: Int) -> ArraySlice<Int32> { members[Int(starts[group])..<Int(starts[group + 1])] }
}
