/// How ownership that somebody already wrote into the code is recognised.
public struct DeclaredSpelling: Hashable, Sendable {
  public var ownership: Ownership
  /// Qualified names of typedefs and alias templates: `gsl::owner`.
  public var aliases: [String]
  /// Macros before the type: `STOLEN`.
  public var macros: [String]
  /// Attributes of the parameter, field or variable, or of the function for its result.
  public var attributes: [String]
  /// Attributes of a method that speak of the object it is called on.
  public var receiverAttributes: [String]

  public init(
    ownership: Ownership, aliases: [String] = [], macros: [String] = [], attributes: [String] = [],
    receiverAttributes: [String] = []
  ) {
    self.ownership = ownership
    self.aliases = aliases
    self.macros = macros
    self.attributes = attributes
    self.receiverAttributes = receiverAttributes
  }
}

/// How ownership is to be written into a code base.
public struct AnnotationStyle: Hashable, Sendable {
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// `gpos::owner<T *>`
    case alias
    /// `STOLEN(T *)`
    case macro
    /// `__attribute__((os_consumed))`, `SWIFT_RETURNS_RETAINED`: text beside the declarator.
    case attribute
  }

  public var form: Form
  /// `{}` stands for the type; empty where this ownership goes without saying.
  public var owner: String
  public var pointer: String
  public var leaked: String
  /// The same for results, where they are spelled differently; nil where not.
  public var ownerResult: String?
  public var pointerResult: String?
  /// The same for locals, fields and globals.
  public var ownerVariable: String?
  public var pointerVariable: String?
  /// What stands before the name of a counted class, with `{retain}` and `{release}` for its functions; empty for nothing.
  public var record: String
  /// Attributes that such a macro brings, spelled as facts do: they change nothing in the program.
  public var recordAttributes: [String] = []
  /// The header that defines the spellings, as it is included.
  public var header: String
  /// The text of that header, for a code base that has none.
  public var definition: String

  public init(
    form: Form, owner: String, pointer: String, leaked: String, ownerResult: String? = nil,
    pointerResult: String? = nil, ownerVariable: String? = nil, pointerVariable: String? = nil, record: String = "",
    header: String = "", definition: String = ""
  ) {
    self.form = form
    self.owner = owner
    self.pointer = pointer
    self.leaked = leaked
    self.ownerResult = ownerResult
    self.pointerResult = pointerResult
    self.ownerVariable = ownerVariable
    self.pointerVariable = pointerVariable
    self.record = record
    self.header = header
    self.definition = definition
  }
}
