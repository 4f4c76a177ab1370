import Facts

/// A place where a path does what the rules of references do not allow: the material that findings are made of.
public struct Anomaly: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The last way to an object with a reference of this frame is gone.
    case leak
    /// The result of a call was an owned reference, and nothing took it.
    case discardedResult
    /// A count went below what is there.
    case overRelease
    /// Used when the last reference was gone.
    case useAfterRelease
    /// Somebody else's reference was given to a function that takes it over.
    case missingRetain
    /// Somebody else's reference was put into a place that owns what it holds.
    case missingRetainInStore
    /// A reference that is not the function's own is returned on one path, an owned one on others.
    case unretainedReturn
    /// A reference that is not the method's own is returned, where so many others of those that override each other return one
    /// for the caller.
    case unlikeOverrides(Int)
    /// What is returned has a reference more than the one that goes to the caller.
    case retainedReturn
    /// A reference more than the one that was given away is left.
    case retainedMove
    /// Paths that a caller cannot tell apart do not do the same.
    case inconsistentPaths
    /// An object ends, and nothing in the program ever takes the references out of these fields of it.
    case forgottenFields([String])
    /// A result that may be null is looked into, and nobody asked.
    case missingNullTest
    /// A framework is told of a failure without an error, or of none with one.
    case missingError
    case pendingError
    /// A format string asks for another number of arguments, or for another sort of argument.
    case formatCount(expected: Int, found: Int)
    case formatShape(unit: String, position: Int)
  }

  /// One step of the path, for a note.
  public struct Step: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case created, retained, released, consumed, kept, borrowed, stored, cleared, destroyed
      /// An exception leaves here.
      case threw
      /// What kept it alive gave it up.
      case dropped
      /// A field of this name is given a reference.
      case filled(String)
      /// Another method returns a reference for the caller here.
      case ownedElsewhere
      /// A decision; what was decided stands at the span.
      case branch(Branch)
    }

    public enum Branch: Hashable, Sendable {
      case isTrue, isFalse
      case isCase(Int64)
      case isDefault
    }

    public var kind: Kind
    public var span: Span
    /// What was called, where it was a call.
    public var callee: FunctionID
    /// References of the frame's own after it.
    public var owned: Int
  }

  public var kind: Kind
  public var function: FunctionID
  /// Where it shows.
  public var span: Span
  /// The reference as the code calls it.
  public var name: String
  /// Where the object came into the frame.
  public var originSpan: Span
  /// What gave it, where it was a call.
  public var originCallee: FunctionID
  /// Type of the object's pointer, where known.
  public var type: TypeID
  /// False where something that is not known saw the object.
  public var isCertain: Bool
  /// The position of the argument concerned, for what is about a parameter; -1 is the receiver.
  public var argument: Int?
  /// What was called at `span`, where it was a call.
  public var callee: FunctionID
  public var steps: [Step]
}
