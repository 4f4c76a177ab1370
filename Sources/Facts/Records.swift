/// A class, struct or union; each instantiation of a class template is a record of its own.
public struct Record: Hashable, Sendable {
  public enum Kind: UInt8, Sendable { case structure, `class`, union, closure }

  public struct Base: Hashable, Sendable {
    public var record: RecordID
    public var isVirtual: Bool

    public init(record: RecordID, isVirtual: Bool) {
      self.record = record
      self.isVirtual = isVirtual
    }
  }

  /// One argument of a class template's instantiation.
  public enum TemplateArgument: Hashable, Sendable {
    case type(TypeID)
    /// A function given as argument, such as a container's cleanup.
    case function(FunctionID)
    case integer(Int64)
    /// Templates, packs' leftovers and expressions, by their spelling.
    case other(TextID)
  }

  public var usr: TextID
  /// Qualified, with template arguments: `gpos::CDynamicPtrArray<int, CleanupRelease>`.
  public var name: TextID
  public var kind: Kind
  /// Declared but not defined in what was read: an opaque struct.
  public var isDefined: Bool
  public var isAbstract: Bool
  public var span: Span
  public var bases: [Base]
  public var fields: [FieldID]
  public var destructor: FunctionID
  /// Qualified name of the class template, `none` for what is not an instantiation.
  public var template: TextID
  public var templateArguments: [TemplateArgument]
  /// Where the template's pattern stands: what a rewrite edits, for every instantiation alike.
  public var pattern: Span
  public var attributes: [TextID]

  public init(
    usr: TextID, name: TextID, kind: Kind, isDefined: Bool = false, isAbstract: Bool = false, span: Span = .none,
    bases: [Base] = [], fields: [FieldID] = [], destructor: FunctionID = .none, template: TextID = .none,
    templateArguments: [TemplateArgument] = [], pattern: Span = .none, attributes: [TextID] = []
  ) {
    self.usr = usr
    self.name = name
    self.kind = kind
    self.isDefined = isDefined
    self.isAbstract = isAbstract
    self.span = span
    self.bases = bases
    self.fields = fields
    self.destructor = destructor
    self.template = template
    self.templateArguments = templateArguments
    self.pattern = pattern
    self.attributes = attributes
  }
}

/// A data member. Lambda captures are fields of the closure's record.
public struct Field: Hashable, Sendable {
  public var usr: TextID
  /// Empty for an anonymous struct or union member.
  public var name: TextID
  public var record: RecordID
  /// Its place among the record's fields, from 0.
  public var index: UInt32
  public var type: TypeID
  public var span: Span
  /// The signature of a function pointer that the field holds.
  public var signature: FunctionID
  public var attributes: [TextID]

  public init(
    usr: TextID, name: TextID, record: RecordID, index: UInt32, type: TypeID, span: Span,
    signature: FunctionID = .none, attributes: [TextID] = []
  ) {
    self.usr = usr
    self.name = name
    self.record = record
    self.index = index
    self.type = type
    self.span = span
    self.signature = signature
    self.attributes = attributes
  }
}

/// A variable that outlives calls: at namespace scope, a static member, or a static local.
public struct Global: Hashable, Sendable {
  public var usr: TextID
  public var name: TextID
  public var type: TypeID
  public var span: Span
  public var isStaticLocal: Bool
  /// Seen by its own translation unit alone: another unit's global of the same USR is another global.
  public var isInternal: Bool
  /// More than an `extern` declaration was seen.
  public var isDefined: Bool
  public var signature: FunctionID
  public var attributes: [TextID]
  /// The names in all declarations, in order of file and offset.
  public var declarations: [Span] = []

  public init(
    usr: TextID, name: TextID, type: TypeID, span: Span, isStaticLocal: Bool = false, isInternal: Bool = false,
    isDefined: Bool = false, signature: FunctionID = .none, attributes: [TextID] = []
  ) {
    self.usr = usr
    self.name = name
    self.type = type
    self.span = span
    self.isStaticLocal = isStaticLocal
    self.isInternal = isInternal
    self.isDefined = isDefined
    self.signature = signature
    self.attributes = attributes
  }
}
