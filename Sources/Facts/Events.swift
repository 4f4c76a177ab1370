/// One step of a function. What it computes, if anything, is the value named by its own index in `Body.events`.
///
/// Places are addresses: `slot`, `global`, `field` and `element` give the address of a place, `load` and `store` go
/// through one. An object of class type is stood for by its address, as are C++ references. Events say what
/// happens, never what it means: that a call is a retain is for a discipline to say.
public struct Event: Hashable, Sendable {
  public enum Operation: UInt8, Sendable, CaseIterable {
    /// The address of `reference` (a slot).
    case slot
    /// The address of `reference` (a global).
    case global
    /// The address of `reference` (a field) in the object at operand 0.
    case field
    /// The address of an element: operand 0 is the array's or pointer's address, operand 1 the index; without it, each
    /// element in turn.
    case element
    /// The value at the address operand 0. Of a record: a copy of it.
    case load
    /// Operand 1 goes to the address operand 0.
    case store
    /// A null pointer.
    case null
    /// A number, character, boolean or enumerator: `reference` indexes `Body.constants`. Of a floating literal, the bits of
    /// its double.
    case constant
    /// A string literal; `reference` is its text, none for what is long or not of single bytes.
    case string
    /// The function `reference`, as a value.
    case function
    /// Operand 0 as another type; flags say how.
    case convert
    /// Operand 0 and operand 1 compared; `reference` is a `Comparison`.
    case compare
    /// Truth of operand 0, negated.
    case not
    /// A number from numbers or pointers; `reference` is the operator's character code (a shift's: `<` or `>`).
    case arithmetic
    /// One of the operands, by the way that was taken: `?:`, `&&`, `||`. Operands stand in source order.
    case select
    /// The number at the address operand 0 goes up by operand 1 (or by one where there is none).
    case increment
    /// The same, down.
    case decrement
    /// `reference` is the callee. With `hasReceiver` the first argument is the object's address. With `isIndirect` operand 0
    /// is the function pointer, arguments follow, and `reference` is the signature it was declared with, if any is known.
    /// Constructors and destructors are calls too.
    case call
    /// Storage for an object of `type`'s pointee; `reference` is the allocation function if it is the user's own,
    /// operands are the placement arguments. The constructor is a call that follows, with this value as receiver.
    case new
    /// Operand 0 is destroyed and its storage freed; `reference` is the destructor, which has no call of its own.
    case delete
    /// A value put together from operands, one a field or element in order.
    case aggregate
    /// A closure; operands are what it captures, one a field of its record (`reference`) in order.
    case closure
    /// Leaves the function, with operand 0 if there is one.
    case `return`
    /// Throws operand 0, or what is being handled.
    case `throw`
    /// The slot `reference` comes to the end of its life.
    case scopeEnd
    /// Something that is not modelled, named by `reference` (a text), which saw its operands.
    case opaque
  }

  public struct Flags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A call through the object's dynamic type.
    public static let isVirtual = Flags(rawValue: 1 << 0)
    public static let hasReceiver = Flags(rawValue: 1 << 1)
    /// A constructor's call: of a complete object, a base, or a delegation.
    public static let isConstruction = Flags(rawValue: 1 << 2)
    /// A destructor that runs by itself: a local's, temporary's, member's or base's.
    public static let isImplicit = Flags(rawValue: 1 << 3)
    /// A store that begins a life: an initialiser.
    public static let isInitialization = Flags(rawValue: 1 << 4)
    public static let isAtomic = Flags(rawValue: 1 << 5)
    /// An increment or decrement whose value is the old number; else it is the new one.
    public static let yieldsOld = Flags(rawValue: 1 << 6)
    /// `new[]`, `delete[]`.
    public static let isArray = Flags(rawValue: 1 << 7)
    /// A conversion that may move the address, up or down the class hierarchy.
    public static let isUpcast = Flags(rawValue: 1 << 8)
    public static let isDowncast = Flags(rawValue: 1 << 9)
    /// `dynamic_cast`: null when it fails.
    public static let isChecked = Flags(rawValue: 1 << 10)
    /// A conversion that the user wrote.
    public static let isExplicit = Flags(rawValue: 1 << 11)
    /// Written by the user as an operator: `a = b`, `a[i]`, `a->b`.
    public static let isOperator = Flags(rawValue: 1 << 12)
    /// A call to a base's or member's special member inside another.
    public static let isSubobject = Flags(rawValue: 1 << 13)
    /// A `new` that reports failure by null.
    public static let mayFail = Flags(rawValue: 1 << 14)
    /// A conversion to truth, as of `if (p)`; of a select, that it is the truth of the operand: `a || b`.
    public static let isTruth = Flags(rawValue: 1 << 15)
    /// A call through a pointer, which is operand 0.
    public static let isIndirect = Flags(rawValue: 1 << 16)
    /// A comparison of numbers that are never negative: a constant below zero stands for one beyond the largest that has a sign.
    public static let isUnsigned = Flags(rawValue: 1 << 17)
  }

  public enum Comparison: UInt32, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, threeWay
  }

  public var operation: Operation
  public var flags: Flags
  public var operandCount: UInt16
  /// Of the computed value. For an address: the type of the place, not a pointer to it.
  public var type: TypeID
  /// What `operation` says.
  public var reference: UInt32
  public var firstOperand: UInt32
  /// Indexes `Body.spans`.
  public var span: UInt32

  public init(
    operation: Operation, flags: Flags = [], operandCount: UInt16 = 0, type: TypeID = .none,
    reference: UInt32 = UInt32.max, firstOperand: UInt32 = 0, span: UInt32 = UInt32.max
  ) {
    self.operation = operation
    self.flags = flags
    self.operandCount = operandCount
    self.type = type
    self.reference = reference
    self.firstOperand = firstOperand
    self.span = span
  }

  @inlinable public var slot: SlotID { SlotID(reference) }
  @inlinable public var field: FieldID { FieldID(reference) }
  @inlinable public var global: GlobalID { GlobalID(reference) }
  @inlinable public var function: FunctionID { FunctionID(reference) }
  @inlinable public var comparison: Comparison? { Comparison(rawValue: reference) }
  @inlinable public var text: TextID { TextID(reference) }
}
