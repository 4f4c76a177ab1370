public import Paths

/// A function or method of the headers, and what is done with it.
public struct FaceFunction: Hashable, Sendable {
  /// Qualified: `geo::Shape::make`.
  public var nativeName: String
  public var simpleName: String
  /// The class whose method it is, as an index into the face's types; nil for free functions.
  public var owner: Int?
  /// The record that it belongs to, qualified; empty for free functions.
  public var recordName: String
  public var isStatic: Bool
  /// Of the same name as its class.
  public var isConstructor: Bool { !recordName.isEmpty && recordName.qualifiedParts.last == simpleName }
  public var location: String
  /// Which it is of several that share a name and are called through functions of the module's own; 0 for the first.
  public var overload = 0
  /// The headers say that it should not be used any more.
  public var isDeprecated = false
  public var parameters: [FaceParameter]
  public var result: FaceResult
  public var treatment: Treatment

  public init(
    nativeName: String, simpleName: String, owner: Int?, recordName: String, isStatic: Bool, location: String,
    parameters: [FaceParameter], result: FaceResult, treatment: Treatment
  ) {
    self.nativeName = nativeName
    self.simpleName = simpleName
    self.owner = owner
    self.recordName = recordName
    self.isStatic = isStatic
    self.location = location
    self.parameters = parameters
    self.result = result
    self.treatment = treatment
  }
}

/// What is done with a function. Every function of the headers has one.
public enum Treatment: Hashable, Sendable {
  /// Imported as it is, under a Swift name where there is one.
  case imported(SwiftName?)
  /// A C function of the module's own calls it and is imported in its place: it keeps what the library takes over, or
  /// says yes and no as Swift does.
  case shim(SwiftName?, Shim)
  /// Swift code of the overlay calls it.
  case overlay(OverlayMember)
  /// Swift calls it by itself, or the overlay does.
  case counting
  /// Swift must not touch it.
  case unavailable(reason: String)
  /// Somebody has to say something first.
  case question(String)

  public var word: String {
    switch self {
    case .imported, .shim, .overlay: "wrapped"
    case .counting: "counting"
    case .unavailable: "left out"
    case .question: "question"
    }
  }

  public var isWrapped: Bool { word == "wrapped" }
}

/// What a shim changes on the way to the library's function.
public struct Shim: Hashable, Sendable {
  /// Parameters, from 0, that get a count of their own first, since the function takes one away.
  public var retained: [Int]
  /// The result is a truth.
  public var isTruth: Bool
  /// Out-parameters, from 0, whose object gets a count of its own: Swift takes it for given.
  public var retainedOutputs: [Int]
  /// Nothing: Swift's compiler does not find the function itself, or forgets what notes say of it.
  public var isThunk: Bool

  public init(
    retained: [Int] = [], isTruth: Bool = false, retainedOutputs: [Int] = [], isThunk: Bool = false
  ) {
    self.isThunk = isThunk
    self.retained = retained
    self.isTruth = isTruth
    self.retainedOutputs = retainedOutputs
  }

  public var isEmpty: Bool { retained.isEmpty && !isTruth && retainedOutputs.isEmpty && !isThunk }
}

public struct FaceParameter: Hashable, Sendable {
  public var name: String
  public var use: TypeUse
  /// As the headers spell it.
  public var spelling: String
  public var nullability: Nullability
  /// The callee takes the caller's reference over.
  public var isConsumed: Bool
  /// Of what is consumed only where the function succeeds: what its result says when it does not.
  public var failure: FunctionEffects.FailureTest?
  /// The address of a variable that gets a reference: whether the caller then owns it; nil for other parameters.
  public var output: Ownership?

  public init(
    name: String, use: TypeUse, spelling: String, nullability: Nullability, isConsumed: Bool = false,
    output: Ownership? = nil
  ) {
    self.name = name
    self.use = use
    self.spelling = spelling
    self.nullability = nullability
    self.isConsumed = isConsumed
    self.output = output
  }
}

public struct FaceResult: Hashable, Sendable {
  public var use: TypeUse
  public var spelling: String
  public var nullability: Nullability
  /// Of an object; nil where nobody knows, and for what is no object.
  public var ownership: Ownership?
  public var provenance: Provenance?
  /// Of memory that the caller frees; nil for what is none, and where nobody knows.
  public var memory: OwnedMemory?
  /// Swift code gets a string of it: of what the library keeps, or of what the caller frees.
  var isReadAsText: Bool { use == .text || memory != nil && use.isText }

  public init(
    use: TypeUse, spelling: String, nullability: Nullability, ownership: Ownership? = nil,
    provenance: Provenance? = nil
  ) {
    self.use = use
    self.spelling = spelling
    self.nullability = nullability
    self.ownership = ownership
    self.provenance = provenance
  }
}

public enum Ownership: String, Hashable, Sendable { case owned, borrowed }

public enum Nullability: String, Hashable, Sendable {
  case nonnull, nullable, unspecified

  /// As the headers say it of a pointer, spelled `box_t * _Nonnull`; nil where they do not.
  init?(declaredBy spelling: String) {
    guard let star = spelling.lastIndex(of: "*") else { return nil }
    let words = spelling[star...].dropFirst().split(whereSeparator: { $0 == " " || $0 == ")" || $0 == "(" })
    if words.contains("_Nonnull") {
      self = .nonnull
    } else if words.contains("_Nullable") {
      self = .nullable
    } else {
      return nil
    }
  }
}

/// A type as far as a wrapper has to know it.
public indirect enum TypeUse: Hashable, Sendable {
  case void
  case boolean
  /// A number, by its name in Swift.
  case number(String)
  /// By its name in the headers.
  case enumeration(String)
  /// `const char *`
  case text
  /// A pointer to an object of one of the face's types.
  case object(Int)
  /// The address of a pointer to one.
  case objectAddress(Int)
  /// The address of several, which are only read.
  case objectArray(Int)
  case structure(String)
  /// A pointer to a function: what it gets, and what it returns.
  case function(name: String, parameters: [TypeUse], result: TypeUse)
  /// `void *`
  case context
  case pointer(isConst: Bool, TypeUse)
  case other(String)

  /// Characters, whether or not they may be changed.
  public var isText: Bool { self == .text || self == .pointer(isConst: false, .number("CChar")) }

  public var isPointer: Bool {
    switch self {
    case .text, .object, .objectAddress, .objectArray, .function, .context, .pointer: true
    case .void, .boolean, .number, .enumeration, .structure, .other: false
    }
  }
}
