import Foundation

/// A trace file, taken apart: what was defined in it, and where each thread's events lie.
///
/// Comes from `LedgerRecorder`, whose source says how a trace is laid out. A trace that ends anywhere is read up to
/// there, and `isCut` says so; one whose content cannot be is refused with the offset.
public struct Trace: Sendable {
  public enum Mode: Int, Sendable { case count, live, full }

  public struct Stack: Hashable, Sendable {
    public var type: String
    /// Makes no object: says what one that is known already really is, and where it is made.
    public var isRefinement = false
    /// Makes objects that end with their last reference, whether their end is told or not.
    public var endsWithLastReference = false
    /// Return addresses, the innermost first.
    public var addresses: [UInt]
  }

  public struct Totals: Hashable, Sendable {
    public var live: Int
    public var references: Int
  }

  /// The identity of a file in memory, by an address in it.
  public struct Build: Hashable, Sendable {
    public var address: UInt
    public var identity: [UInt8]
  }

  /// Something that the recorder itself saw going wrong, since it was asked to watch.
  public struct Mistake: Hashable, Sendable {
    enum Kind: Int, Sendable {
      case belowZero, releaseAfterEnd, retainAfterEnd, endAfterEnd, writtenAfterEnd, crash
    }

    var kind: Kind
    /// Stacks; 0 where they are not known.
    var stack: Int
    var creation: Int
    var destruction: Int
    /// From the object's address to the place that was used.
    var offset: Int
    var thread: Int
    var ordinal: UInt64
  }

  /// A run of events of one thread: a byte range of the file.
  struct Run: Sendable {
    var thread: Int
    var firstOrdinal: UInt64
    var offset: Int
    var count: Int
    /// Of events as `PackedEvents` reads them: so many bytes; 0 of events of eight bytes each.
    var packedBytes = 0
    var isPacked: Bool { packedBytes > 0 }
    var bytes: Range<Int> { offset..<offset + (isPacked ? packedBytes : count * 8) }
  }

  struct MemoryPart: Sendable {
    var kind: Int
    var offset: Int
    var count: Int
  }

  public internal(set) var path: String
  public internal(set) var process = 0
  public internal(set) var parent = 0
  public internal(set) var mode = Mode.full
  /// By number; 0 is the stack that is not known.
  public internal(set) var stacks: [Int: Stack] = [:]
  /// What was mapped where, as /proc/PID/maps says it, each time that the recorder saw new code.
  public internal(set) var maps: [String] = []
  /// Which builds of the mapped files ran.
  public internal(set) var builds: [Build] = []
  public internal(set) var checkpoints: [Int: String] = [:]
  /// Checkpoints by which objects have to be declared.
  var commits: Set<Int> = []
  /// As the process counted them at its end; nil where it did not come to one.
  public internal(set) var totals: Totals?
  public internal(set) var mistakes: [Mistake] = []
  /// Events that signal handlers could not record.
  public internal(set) var dropped = 0
  /// Blocks and words of memory at the end, as byte ranges of pairs.
  var memoryParts: [MemoryPart] = []
  /// There was more memory than is written down.
  var isMemoryCut = false
  /// By thread, in order.
  var runs: [[Run]] = []
  var bytes: Data
  /// The bytes are the file's own.
  var isMapped = false

  /// The process did not come to its end, or the file did not.
  public var isCut: Bool { totals == nil }
  public var threadCount: Int { runs.count }
  public var eventCount: Int { runs.joined().reduce(0) { $0 + $1.count } }

  /// The number that the next event of a thread would have had.
  public func nextOrdinal(ofThread thread: Int) -> UInt64 {
    guard runs.indices.contains(thread), let last = runs[thread].last else { return 0 }
    return last.firstOrdinal + UInt64(last.count)
  }
}
