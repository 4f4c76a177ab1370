/// A type as far as references are concerned.
///
/// The shape (`kind`, `inner`, `record`) is that of the canonical type; the spelling and the aliases are those
/// that the user wrote, since an alias such as `owner<T *>` is how a code base declares ownership.
public struct TypeFact: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case void, boolean, integer, floating, enumeration
    /// `inner` is the pointee. Objective-C and block pointers too.
    case pointer
    case lvalueReference, rvalueReference
    /// `inner` is the element; constant, incomplete and variable arrays alike.
    case array
    /// `record` names it.
    case record
    /// `inner` is the result, `parameters` the parameters.
    case function
    case memberPointer
    case null
    /// `std::atomic<T>` is a record; C's `_Atomic(T)` is this, with `inner` the value.
    case atomic
    /// Dependent types in patterns, vectors, and what is not modelled.
    case opaque
  }

  public var kind: Kind
  public var isConst: Bool
  /// As a person would write it: `x::T *`.
  public var spelling: TextID
  public var inner: TypeID
  public var record: RecordID
  public var parameters: [TypeID]
  /// Qualified names of the typedefs and alias templates peeled off, outermost first: `gpos::owner`.
  public var aliases: [TextID]

  public init(
    kind: Kind, isConst: Bool = false, spelling: TextID, inner: TypeID = .none, record: RecordID = .none,
    parameters: [TypeID] = [], aliases: [TextID] = []
  ) {
    self.kind = kind
    self.isConst = isConst
    self.spelling = spelling
    self.inner = inner
    self.record = record
    self.parameters = parameters
    self.aliases = aliases
  }

  public var isReference: Bool { kind == .lvalueReference || kind == .rvalueReference }
}

extension FactBase {
  public func isPointer(_ type: TypeID) -> Bool { !type.isNone && self[type].kind == .pointer }

  /// The record that a pointer or reference of this type refers to.
  public func record(pointedToBy type: TypeID) -> RecordID? {
    guard !type.isNone, self[type].kind == .pointer || self[type].isReference else { return nil }
    let inner = self[type].inner
    guard !inner.isNone, self[inner].kind == .record else { return nil }
    return self[inner].record.optional
  }
}
