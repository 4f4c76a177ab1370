/// An index into one of the tables of a `FactBase`, told apart from the indices into its other tables by `Entity`.
///
/// Facts refer to one another by index, not by reference: a table is a flat array that can be written to disk as
/// it is, and merged by adding an offset.
public struct Identifier<Entity>: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32

  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  /// The value that stands for "no such thing" where an optional would double the size.
  @inlinable public static var none: Self { Self(UInt32.max) }

  @inlinable public var isNone: Bool { rawValue == UInt32.max }
  @inlinable public var index: Int { Int(rawValue) }

  /// `nil` where this is `none`; for `if let` at the borders.
  @inlinable public var optional: Self? { isNone ? nil : self }

  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The entity of interned strings.
public enum Text {}
/// The entity of the values that events of one body compute: a value is named by the event that computes it.
public enum Value {}

public typealias TextID = Identifier<Text>
public typealias FileID = Identifier<SourceFile>
public typealias TypeID = Identifier<TypeFact>
public typealias RecordID = Identifier<Record>
public typealias FieldID = Identifier<Field>
public typealias FunctionID = Identifier<Function>
public typealias GlobalID = Identifier<Global>
public typealias SlotID = Identifier<Slot>
public typealias BlockID = Identifier<Block>
public typealias ValueID = Identifier<Value>

extension Array {
  /// Reads the entity that an identifier names, so that a mixed-up table does not compile.
  @inlinable public subscript(id: Identifier<Element>) -> Element {
    get { self[id.index] }
    _modify { yield &self[id.index] }
  }
}
