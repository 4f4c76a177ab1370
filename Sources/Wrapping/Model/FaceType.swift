/// A struct or class of the headers.
public struct FaceType: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Swift retains and releases its objects itself.
    case counted(Counting)
    /// Objects have one owner, which destroys them: a class of the overlay holds each.
    case handle(destroy: String)
    /// Objects that something else keeps, or plain values: imported as they are.
    case plain
  }

  /// The two operations that the compiler calls.
  public struct Counting: Hashable, Sendable {
    /// As API notes name it: a function, or a method as `.AddRef`.
    public var retain: String
    public var release: String
    /// The library's own functions behind them.
    public var retainFunction: String
    public var releaseFunction: String

    public init(retain: String, release: String, retainFunction: String, releaseFunction: String) {
      self.retain = retain
      self.release = release
      self.retainFunction = retainFunction
      self.releaseFunction = releaseFunction
    }
  }

  /// The tag, qualified: `_cairo`, `geo::Shape`.
  public var nativeName: String
  /// As C code spells it: `cairo_t`, `struct json_object`.
  public var spelling: String
  public var swiftName: String
  public var kind: Kind
  public var provenance: Provenance
  /// Its fields are in the headers: Swift points to it with a typed pointer.
  public var isDefined: Bool
  /// What the headers call `void`: only the library's code knows more.
  public var isVoid = false
  /// Named by a typedef alone.
  public var isTypedef: Bool
  /// What the headers call a pointer to it, where they have a name for that.
  public var pointerName: String?

  public init(
    nativeName: String, spelling: String, swiftName: String, kind: Kind, provenance: Provenance, isDefined: Bool,
    isTypedef: Bool, pointerName: String? = nil
  ) {
    self.pointerName = pointerName
    self.nativeName = nativeName
    self.spelling = spelling
    self.swiftName = swiftName
    self.kind = kind
    self.provenance = provenance
    self.isDefined = isDefined
    self.isTypedef = isTypedef
  }

  public var isCounted: Bool { if case .counted = kind { true } else { false } }
  public var isHandle: Bool { if case .handle = kind { true } else { false } }

  /// What Swift has for a pointer to it: typed where the headers show its fields.
  func rawPointer(in module: String, isConst: Bool = false) -> String {
    if isVoid { return isConst ? "UnsafeRawPointer" : "UnsafeMutableRawPointer" }
    guard isDefined else { return "OpaquePointer" }
    let name = spelling.hasPrefix("struct ") ? String(spelling.dropFirst(7)) : spelling
    return "\(isConst ? "UnsafePointer" : "UnsafeMutablePointer")<\(module).\(name)>"
  }
}

/// An enumeration, and what Swift makes of it.
public struct FaceEnumeration: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    /// A Swift enum that may get further cases.
    case open
    case optionSet
  }

  public struct Member: Hashable, Sendable {
    public var nativeName: String
    public var swiftName: String
    public var value: Int64

    public init(nativeName: String, swiftName: String, value: Int64) {
      self.nativeName = nativeName
      self.swiftName = swiftName
      self.value = value
    }
  }

  public var nativeName: String
  public var isTypedef: Bool
  public var isScoped: Bool
  public var swiftName: String
  public var form: Form
  public var members: [Member]

  public init(
    nativeName: String, isTypedef: Bool, isScoped: Bool, swiftName: String, form: Form, members: [Member]
  ) {
    self.nativeName = nativeName
    self.isTypedef = isTypedef
    self.isScoped = isScoped
    self.swiftName = swiftName
    self.form = form
    self.members = members
  }
}
