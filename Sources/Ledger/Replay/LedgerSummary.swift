/// What a run leaves: totals, what is alive and why, and what went wrong on the way.
public struct LedgerSummary: Hashable, Sendable {
  public struct Outstanding: Hashable, Sendable {
    /// The stack that took the reference.
    public var retain: Int
    public var count: Int
    /// Of how many of the group's objects.
    public var objects: Int
    /// The stack that gives such references back for other objects, and for how many; nil where none is known.
    public var usualRelease: Int?
    public var usualCount: Int
  }

  /// Live objects of one type that were made in one place.
  public struct Group: Hashable, Sendable {
    public var creation: Int
    public var type: String
    public var count: Int
    public var references: Int
    public var outstanding: [Outstanding]
    /// Live objects each reference of which was given back.
    public var settled = 0
    /// Of those: objects of which more was given back than was seen to be taken.
    public var uncertain = 0
    /// Objects of the same type and place that ended.
    public var ended: Int
    /// How many of the live ones were made in each eighth of the run.
    public var ages: [Int]
    /// What is left of retains and releases when all that nets to nothing for an object is folded away.
    public var balance: [Balance]
    /// How the program's end still reaches them; empty where its memory was not looked at.
    public var reach: [Reach: Int]
    /// What points to them, the most frequent first.
    public var holders: [HolderKind: Int]
    /// Whether nothing but objects of other groups keeps them.
    public var isKeptByOthers: Bool
    /// The first few, for a closer look.
    public var examples: [Example]
  }

  /// One stack's retains and releases of a group's live objects, those aside that answer each other within one call.
  public struct Balance: Hashable, Sendable {
    public var stack: Int
    public var retains: Int
    public var releases: Int
  }

  /// How many objects of each type were alive at one moment.
  public struct Moment: Hashable, Sendable {
    public var microseconds: UInt64
    /// How many events came before.
    public var events: Int
    public var live: [String: Int]
    /// Of types that had fewer objects than those.
    public var others: Int
  }

  /// In Valgrind's words.
  public enum Reach: String, Sendable, CaseIterable {
    case lost = "definitely lost"
    case indirectlyLost = "indirectly lost"
    case possiblyLost = "possibly lost"
    case reachable = "still reachable"
    /// Not Valgrind's: the object is in memory of an allocator that is not known.
    case unknown = "not known whether reached"
    /// Not Valgrind's: the object was never destroyed, and its memory is free.
    case freed = "memory given back"
  }

  public enum HolderKind: Hashable, Sendable {
    /// A live object of that group, so many bytes from its address.
    case object(creation: Int, offset: Int)
    /// Other memory that a live object of that group points to: a container's that is its member, for one.
    case memory(ofCreation: Int)
    /// Memory that the object itself points to: what it holds may hold it.
    case itsOwn
    /// Memory of malloc in which no live object is.
    case block
    /// The same, reached from data of a program or library.
    case behind(UInt)
    /// Data of a program or library, a stack, or memory whose blocks are not known.
    case data(UInt)
  }

  /// Objects of one place whose ownership nobody had told when it had to be known.
  public struct Undeclared: Hashable, Sendable {
    /// From 1.
    public var commit: Int
    public var creation: Int
    public var type: String
    public var count: Int
  }

  /// Rings of the same types that nothing reaches: each object is pointed to by another of the ring.
  public struct Ring: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
      public var type: String
      /// How many objects of the type one such ring has.
      public var count: Int
    }

    /// The fewest first.
    public var members: [Member]
    /// How many such rings there are.
    public var count: Int
  }

  public struct Example: Hashable, Sendable {
    public var address: UInt
    public var number: UInt64
    public var thread: Int
    public var ordinal: UInt64
    public var references: Int
  }

  public struct Problem: Hashable, Sendable {
    public enum Kind: String, Sendable {
      case overRelease = "over-release"
      case useAfterDestroy = "use-after-destroy"
      case destroyedWhileOwned = "destroyed-while-owned"
      /// Memory of a destroyed object was written to: the recorder kept it for a while and looked.
      case writeAfterDestroy = "write-after-destroy"
      /// The program crashed on what it read in the memory of a destroyed object.
      case crashAfterDestroy = "crash-after-destroy"
      /// More releases than retains were seen, and the object lived on: its own count knew of a retain that was not recorded.
      case unseenRetain = "unseen-retain"
    }

    public var kind: Kind
    public var stack: Int
    public var creation: Int
    /// Where the object was destroyed, for a use after.
    public var destruction: Int?
    public var type: String
    /// The first time.
    public var thread: Int
    public var ordinal: UInt64
    public var count: Int
    /// From the object's address to the byte that was used, where the memory was watched.
    public var offset: Int?

    /// Whether the program does something wrong; else the record is not whole.
    public var isMistake: Bool { kind != .unseenRetain }
  }

  public struct Checkpoint: Hashable, Sendable {
    public var name: String
    /// Live objects by creation stack.
    public var live: [Int: Int]
  }

  public init() {}

  public var created = 0
  public var destroyed = 0
  public var peak = 0
  public var retains = 0
  public var releases = 0
  public var alive = 0
  public var references = 0
  public var groups: [Group] = []
  public var problems: [Problem] = []
  public var checkpoints: [Checkpoint] = []
  public var rings: [Ring] = []
  public var commits = 0
  public var undeclared: [Undeclared] = []
  /// Over the run, evenly as far as the time marks allow.
  public var timeline: [Moment] = []
  /// Objects made, by creation stack, those that ended too.
  public var creations: [Int: Int] = [:]
  /// For retaining stacks the one that usually gives such references back.
  public var usualReleases: [Int: Int] = [:]
}
