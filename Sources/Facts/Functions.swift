/// A function, method, closure body or function-pointer signature, with a body where one was read.
public struct Function: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case free, method, staticMethod, constructor, destructor, conversion
    /// The call operator of a lambda; `record` is the closure. Blocks too.
    case closure
    /// What a function pointer's type promises: a typedef, or a field, parameter, variable of such a type.
    case signature
    /// The initialiser of a global: a body that stores into it.
    case initializer
  }

  public struct Flags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let isInternal = Flags(rawValue: 1 << 0)
    public static let isVirtual = Flags(rawValue: 1 << 1)
    public static let isPure = Flags(rawValue: 1 << 2)
    public static let isConst = Flags(rawValue: 1 << 3)
    public static let isVariadic = Flags(rawValue: 1 << 4)
    public static let isNoReturn = Flags(rawValue: 1 << 5)
    public static let isNoThrow = Flags(rawValue: 1 << 6)
    /// Written by the compiler: an implicit copy constructor, for one.
    public static let isImplicit = Flags(rawValue: 1 << 7)
    public static let isInstantiation = Flags(rawValue: 1 << 8)
    public static let isOperator = Flags(rawValue: 1 << 9)
    /// Declared in a system header.
    public static let isSystem = Flags(rawValue: 1 << 10)
    /// Its text has errors: nothing that its body seems to do may be relied on.
    public static let hasErrors = Flags(rawValue: 1 << 11)
    public static let isDeleted = Flags(rawValue: 1 << 12)
    public static let isDefaulted = Flags(rawValue: 1 << 13)
    /// Declared without a prototype: a K&R declaration says nothing about its parameters.
    public static let isUnprototyped = Flags(rawValue: 1 << 14)
    /// A definition exists, though its body may not have been read (a system header's).
    public static let isDefined = Flags(rawValue: 1 << 15)
    /// A copy or move constructor or assignment operator.
    public static let isCopy = Flags(rawValue: 1 << 16)
    public static let isMove = Flags(rawValue: 1 << 17)
    public static let isInline = Flags(rawValue: 1 << 18)
    public static let isPrivate = Flags(rawValue: 1 << 19)
    public static let isProtected = Flags(rawValue: 1 << 20)
  }

  /// Empty for a compiler-made signature.
  public var usr: TextID
  /// Qualified: `x::make`.
  public var name: TextID
  /// Unqualified: `make`, `operator=`, `~T`.
  public var simpleName: TextID
  public var kind: Kind
  public var flags: Flags
  public var record: RecordID
  public var type: TypeID
  public var returnType: TypeID
  /// Of the declarator's name in the definition, else in the first declaration.
  public var span: Span
  /// The names in all declarations, the definition's too, in order of file and offset.
  public var declarations: [Span]
  /// The base methods that this one overrides directly.
  public var overrides: [FunctionID]
  /// Where the pattern stands that this is an instantiation of.
  public var pattern: Span
  /// Attributes of the function and of its result, spelled as in `Attributes.swift`.
  public var attributes: [TextID]
  /// Parameters first, then (in what has a body) `this`, locals and temporaries.
  public var slots: [Slot]
  public var parameterCount: UInt32
  /// `none` for what is not a non-static member and for what has no body.
  public var thisSlot: SlotID
  public var body: Body?

  public init(
    usr: TextID, name: TextID, simpleName: TextID, kind: Kind, flags: Flags = [], record: RecordID = .none,
    type: TypeID = .none, returnType: TypeID = .none, span: Span = .none, declarations: [Span] = [],
    overrides: [FunctionID] = [], pattern: Span = .none, attributes: [TextID] = [], slots: [Slot] = [],
    parameterCount: UInt32 = 0, thisSlot: SlotID = .none, body: Body? = nil
  ) {
    self.usr = usr
    self.name = name
    self.simpleName = simpleName
    self.kind = kind
    self.flags = flags
    self.record = record
    self.type = type
    self.returnType = returnType
    self.span = span
    self.declarations = declarations
    self.overrides = overrides
    self.pattern = pattern
    self.attributes = attributes
    self.slots = slots
    self.parameterCount = parameterCount
    self.thisSlot = thisSlot
    self.body = body
  }

  public var parameters: ArraySlice<Slot> { slots[..<Int(parameterCount)] }
}

/// A place in a frame where a value lives.
public struct Slot: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case parameter, this, local
    /// Unnamed storage that an expression needs: a materialised temporary, a prvalue of class type.
    case temporary
    /// What a handler binds.
    case exception
  }

  public var kind: Kind
  /// Empty for an unnamed parameter or a temporary.
  public var name: TextID
  public var type: TypeID
  public var span: Span
  /// The names of the same parameter in the function's other declarations.
  public var declarations: [Span]
  public var signature: FunctionID
  public var attributes: [TextID]

  public init(
    kind: Kind, name: TextID, type: TypeID, span: Span, declarations: [Span] = [], signature: FunctionID = .none,
    attributes: [TextID] = []
  ) {
    self.kind = kind
    self.name = name
    self.type = type
    self.span = span
    self.declarations = declarations
    self.signature = signature
    self.attributes = attributes
  }
}

/// What a function does: a control-flow graph whose blocks are runs of events.
public struct Body: Hashable, Sendable {
  public var blocks: [Block]
  public var edges: [Edge]
  public var events: [Event]
  /// The operands of all events, each event's in a run.
  public var operands: [ValueID]
  /// Where events come from; neighbours often share one.
  public var spans: [Span]
  /// Literals' values.
  public var constants: [Int64]
  public var entry: BlockID
  public var exit: BlockID

  public init(
    blocks: [Block] = [], edges: [Edge] = [], events: [Event] = [], operands: [ValueID] = [], spans: [Span] = [],
    constants: [Int64] = [], entry: BlockID = .none, exit: BlockID = .none
  ) {
    self.blocks = blocks
    self.edges = edges
    self.events = events
    self.operands = operands
    self.spans = spans
    self.constants = constants
    self.entry = entry
    self.exit = exit
  }

  /// Null, or the zero that stands for it, behind any conversions.
  public func isNull(_ value: ValueID) -> Bool {
    var value = value
    for _ in 0..<8 where !value.isNone {
      let event = self[value]
      switch event.operation {
      case .null: return true
      case .constant: return Int(event.reference) < constants.count && constants[Int(event.reference)] == 0
      case .convert: value = operand(0, of: event)
      default: return false
      }
    }
    return false
  }

  /// The value behind any conversions.
  public func unconverted(_ value: ValueID) -> ValueID {
    var value = value
    while !value.isNone, self[value].operation == .convert { value = operand(0, of: self[value]) }
    return value
  }

  /// The slot whose address this is.
  public func slot(at address: ValueID) -> Int? {
    guard !address.isNone, self[address].operation == .slot, !self[address].slot.isNone else { return nil }
    return self[address].slot.index
  }

  /// The slot whose value this is, behind any conversions; the first ones are the parameters.
  public func slot(loadedBy value: ValueID) -> Int? {
    let load = unconverted(value)
    guard !load.isNone, self[load].operation == .load else { return nil }
    return slot(at: operand(0, of: self[load]))
  }

  /// The number that is written in the code, behind any conversions.
  public func constant(_ value: ValueID) -> Int64? {
    let value = unconverted(value)
    guard !value.isNone, self[value].operation == .constant, Int(self[value].reference) < constants.count else {
      return nil
    }
    return constants[Int(self[value].reference)]
  }

  @inlinable public func operands(of event: Event) -> ArraySlice<ValueID> {
    operands[Int(event.firstOperand)..<Int(event.firstOperand) + Int(event.operandCount)]
  }

  @inlinable public func operand(_ index: Int, of event: Event) -> ValueID {
    index < Int(event.operandCount) ? operands[Int(event.firstOperand) + index] : .none
  }

  /// The event that computes a value.
  @inlinable public subscript(value: ValueID) -> Event { events[value.index] }

  @inlinable public func span(of event: Event) -> Span {
    event.span == UInt32.max ? .none : spans[Int(event.span)]
  }

  public func successors(of block: Block) -> ArraySlice<Edge> {
    edges[Int(block.firstEdge)..<Int(block.firstEdge) + Int(block.edgeCount)]
  }
}

/// A run of events with one way in and, at its end, one decision.
public struct Block: Hashable, Sendable {
  public enum Terminator: UInt8, Sendable {
    case none, branch, loop, `switch`, `goto`, `try`
    /// A short-circuit operator's or conditional operator's decision.
    case logical
    /// A static local's once-only guard, a virtual base's most-derived test: either way is possible.
    case either
  }

  public var firstEvent: UInt32
  public var eventCount: UInt32
  public var firstEdge: UInt32
  public var edgeCount: UInt32
  public var terminator: Terminator
  /// Ends in a call that does not return.
  public var isNoReturn: Bool
  /// Begins a `catch`.
  public var isHandler: Bool
  /// The value that decides between the edges.
  public var condition: ValueID

  public init(
    firstEvent: UInt32, eventCount: UInt32, firstEdge: UInt32 = 0, edgeCount: UInt32 = 0,
    terminator: Terminator = .none, isNoReturn: Bool = false, isHandler: Bool = false, condition: ValueID = .none
  ) {
    self.firstEvent = firstEvent
    self.eventCount = eventCount
    self.firstEdge = firstEdge
    self.edgeCount = edgeCount
    self.terminator = terminator
    self.isNoReturn = isNoReturn
    self.isHandler = isHandler
    self.condition = condition
  }

  public var events: Range<Int> { Int(firstEvent)..<Int(firstEvent) + Int(eventCount) }
}

/// A way from one block to another.
public struct Edge: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case always, whenTrue, whenFalse
    /// `low...high` is the case's range.
    case `case`
    case `default`
    /// An exception takes it.
    case exceptional
  }

  public var target: BlockID
  public var kind: Kind
  /// Clang knows that it is never taken.
  public var isUnreachable: Bool
  public var low: Int64
  public var high: Int64

  public init(target: BlockID, kind: Kind = .always, isUnreachable: Bool = false, low: Int64 = 0, high: Int64 = 0) {
    self.target = target
    self.kind = kind
    self.isUnreachable = isUnreachable
    self.low = low
    self.high = high
  }
}
