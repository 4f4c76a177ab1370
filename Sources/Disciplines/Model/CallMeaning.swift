/// What one call does to the references that pass through it, as a discipline file states it or discovery found it.
public struct CallMeaning: Hashable, Sendable {
  /// By argument position, from 0, the receiver not counted; what is not named is borrowed.
  public var arguments: [Int: ArgumentEffect]
  /// What happens to the object that a method is called on.
  public var receiver: ArgumentEffect
  public var result: ResultEffect
  /// The result may be null where the object could not be made or found.
  public var mayReturnNull: Bool
  /// Of all arguments that a variadic function takes beyond its parameters.
  public var rest: ArgumentEffect?
  public var format: FormatArgument?
  /// How far it may be trusted against what the body of the function shows.
  public var authority: Authority
  /// The discipline that says so.
  public var discipline: DisciplineID

  public init(
    arguments: [Int: ArgumentEffect] = [:], receiver: ArgumentEffect = .borrows, result: ResultEffect = .unspecified,
    mayReturnNull: Bool = false, rest: ArgumentEffect? = nil, format: FormatArgument? = nil,
    authority: Authority = .stated, discipline: DisciplineID
  ) {
    self.arguments = arguments
    self.receiver = receiver
    self.result = result
    self.mayReturnNull = mayReturnNull
    self.rest = rest
    self.format = format
    self.authority = authority
    self.discipline = discipline
  }

  /// What happens to the argument at `position` of a call to a function with `parameterCount` parameters.
  public func effect(onArgument position: Int, parameterCount: Int) -> ArgumentEffect {
    arguments[position] ?? (position >= parameterCount ? rest : nil) ?? .borrows
  }
}

/// Who says what a function does; the order is that of trust.
public enum Authority: String, Hashable, Sendable, CaseIterable {
  /// A discipline file names the function.
  case stated
  /// Discovery read it off the function's body.
  case discovered
  /// A naming habit only: whatever a body shows goes before it.
  case conventional
}

public enum ArgumentEffect: String, Hashable, Sendable, CaseIterable {
  /// Used during the call only.
  case borrows
  /// The caller's reference is gone when the call returns.
  case consumes
  /// …when it succeeds; the caller keeps it when it fails.
  case consumesOnSuccess
  /// …when it fails.
  case consumesOnFailure
  /// The count goes up by one; the caller has a reference more: `AddRef`, `Py_INCREF`.
  case retains
  /// The count goes down by one; the caller has a reference less: `Release`, `Py_DECREF`.
  case releases
  /// As `releases`, and null is let pass: `SafeRelease`, `Py_XDECREF`.
  case releasesUnlessNull
  /// As `retains`, and null is let pass: `Py_XINCREF`.
  case retainsUnlessNull
  /// The object ends, whatever its count: a destroy function.
  case destroys
  /// A floating or uncounted first reference becomes the caller's own: `g_object_ref_sink`.
  case adopts
  /// The callee keeps a reference of its own; the caller's is untouched: `PyList_Append`.
  case keeps
  /// It goes into a container, which takes the caller's reference over where it was made to end what it holds: `g_ptr_array_add`.
  /// Of another it is not known. What ends it is the call's own to say, or that of the container at argument 0.
  case puts
  /// The same, of the keys of a container that has keys and values.
  case putsKey
  /// The argument is the address of a slot: what it holds is released and the slot set to null: `Py_CLEAR`.
  case clearsSlot
  /// The address of a slot: the reference it holds is used up, and the slot receives another, or null:
  /// `PyUnicode_Append`, `g_set_object`.
  case replacesSlot
  /// The address of a slot that receives a reference the caller then owns.
  case fillsOwned
  /// The address of a slot that receives a reference the caller then owns where the call fails, and is left alone where it
  /// succeeds; or null, if the caller does not want to know.
  case fillsOnFailure
  /// The address of a slot that receives a borrowed reference.
  case fillsBorrowed
}

extension ArgumentEffect {
  /// Whether something goes into a container, as itself or as a key.
  public var isPut: Bool { self == .puts || self == .putsKey }
}

public enum ResultEffect: Hashable, Sendable {
  /// Nothing is known.
  case unspecified
  /// Always null: the call only says what went wrong, as `PyErr_NoMemory` does.
  case null
  /// A reference that the caller owns.
  case new
  /// A fresh object that nobody owns yet: who adopts it owns it, and what takes a reference of its own takes this one.
  case floating
  /// A reference that something else keeps alive.
  case borrowed
  /// Alive as long as the argument (from 0; -1 is the receiver) keeps it.
  case borrowedFrom(argument: Int)
  /// What the argument holds a reference to and gives up itself when it ends, as an instance its class: who ends the argument may
  /// release it.
  case heldBy(argument: Int)
  /// The argument itself, nothing done to it: a cast.
  case argument(Int)
  /// The argument itself, or a new object where it is null: what a list becomes that something is added to.
  case grownArgument(Int)
  /// The argument itself, or null where nothing is left of it: what a list becomes that something is taken out of.
  case restOfArgument(Int)
  /// The argument itself, retained: `Py_NewRef`, `g_object_ref`.
  case retainedArgument(Int)
}

/// An index into the disciplines in force.
public struct DisciplineID: Hashable, Comparable, Sendable {
  public var rawValue: Int

  public init(_ rawValue: Int) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
