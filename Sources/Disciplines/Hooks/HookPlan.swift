import Facts

/// What a compiler has to add to one translation unit so that the running program tells of its counts.
///
/// Speaks of functions by their symbols and knows nothing of how calls are put into code. Of a count only one half may stand in
/// a unit: its hooks belong to a family then, and the family is in force where some unit of the program shows that the number
/// ends the object.
public struct HookPlan: Hashable, Sendable {
  public struct Hook: Hashable, Sendable {
    public enum Action: String, Sendable {
      /// At the beginning of a function: its argument is retained, or released.
      case retain, release
      /// A retain; but of an object with none in its count, a beginning: what allocates it is not known, and its count begins with its
      /// memory, which is cleared.
      case retainOrBegin = "retain-or-begin"
      /// The same of what the argument points to.
      case retainPointee = "retain-pointee"
      case releasePointee = "release-pointee"
      /// Nothing; but the function counts for those who call it.
      case carries
      /// The same of a smart pointer's functions.
      case keeps
      /// At the beginning of constructors and destructors of a class: an object begins, or ends.
      case construct, destruct
      /// At the end of the constructors of a class for a whole object: what the object really is.
      case refine
      /// At a return, or where it is allocated if it is handed to others before: the result is a new object.
      case made
      /// In the same function, before a call of `label`: what was to be returned is freed instead.
      case unmade
      /// Before a call of `label` that frees the argument.
      case freed
      /// Before a call of `label` that frees what `callee` has returned: its one reference goes with it.
      case discarded
      /// Behind the store of its first count, in `line`, where nothing better says that an object begins: what allocates it is not known.
      case begins
      /// Behind the count of the argument that leaves none, where nothing better says that it ends: what frees it is not known.
      case ends
      /// Before a change by one in `line` of a count, in the field of the number `argument`, of whatever object: in a function that does
      /// more than count. Up is a beginning as with `retainOrBegin`.
      case countsUp = "counts-up"
      case countsDown = "counts-down"
      /// At each call of a function, for objects that a runtime library makes and ends: the result is a reference; an argument
      /// becomes one, or is one that is given up, or is where one is put or taken from.
      case callReturns = "call-returns"
      case callAcquires = "call-acquires"
      case callGivesUp = "call-gives-up"
      case callGivesUpOnSuccess = "call-gives-up-on-success"
      case callFills = "call-fills"
      case callEmpties = "call-empties"
      /// Nothing; but within the function itself calls are left alone.
      case callSkips = "call-skips"
      /// In every function of that qualified name, whatever its template arguments: a library's control block is retained, retained
      /// if the result is true, released; or what it holds ends.
      case blockRetain = "block-retain"
      case blockRetainIfTrue = "block-retain-if-true"
      case blockRelease = "block-release"
      case blockEnd = "block-end"
      /// In the constructors of such a class: a block is made, which `label` has as its base where there is one.
      case blockMake = "block-make"
    }

    public var action: Action
    /// Of a function, or what the symbols of a class's constructors and destructors begin with; of control blocks the qualified
    /// name.
    public var symbol: String
    /// Counted as object code does: 0 is the object that a method is called on.
    public var argument: Int
    public var family: String
    /// The type of the objects; for `freed`, `unmade` and `discarded` the function that frees; for `blockMake` the base.
    public var label: String
    /// From the place of the class to that of the object that counts.
    public var offset: Int
    /// Of `begins`, `countsUp` and `countsDown`.
    public var line = 0
    /// Of `begins` and `ends`: from the object to its count, one for each field on the way; 0 where the object is stored as a whole.
    public var depth = 0
    /// Of `ends`: the number that the last reference is counted from.
    public var lastCount = 0
    /// Nothing is told where some unit of the program has this symbol; of `retainOrBegin` and `countsUp` no beginning.
    public var unless = ""
    /// Where the count's bytes lie in the object, where that matters.
    public var count = 0..<0
    /// Of `countsUp` and `countsDown`: the function that the line calls to change the number, whose `argument` leads, `offset` apart,
    /// to the object. Of `discarded`: the function that made it.
    public var callee = ""
  }

  /// Families by symbol, and whether this unit shows that they are ones.
  public var families: [String: Bool] = [:]
  public var hooks: [Hook] = []

  public var isEmpty: Bool { hooks.isEmpty }
}

/// What a plan needs to know of how the unit is compiled.
public struct HookSymbols {
  public var ofFunction: (FunctionID) -> [String]
  public var prefixOfRecord: (RecordID) -> String?
  public var baseOffsets: (RecordID) -> [Int?]
  public var bytesOfField: (FieldID) -> Range<Int>?

  public init(
    ofFunction: @escaping (FunctionID) -> [String], prefixOfRecord: @escaping (RecordID) -> String?,
    baseOffsets: @escaping (RecordID) -> [Int?], bytesOfField: @escaping (FieldID) -> Range<Int>?
  ) {
    self.ofFunction = ofFunction
    self.prefixOfRecord = prefixOfRecord
    self.baseOffsets = baseOffsets
    self.bytesOfField = bytesOfField
  }
}
