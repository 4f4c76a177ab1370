import Claims
import Facts

/// What `deed convert` would write, and what it leaves raw.
public struct ConversionPlan: Sendable {
  public internal(set) var edits = EditSet()
  /// The bytes of each edited file as they are now, by path.
  public internal(set) var originals: [String: [UInt8]] = [:]
  /// How many slots of each kind become smart pointers.
  public internal(set) var converted: [ClaimSlot.Kind: Int] = [:]
  /// Kinds of containers that hold smart pointers now.
  public internal(set) var containers = 0
  /// Locals of classes that release by themselves.
  public internal(set) var helpers = 0
  /// Releases and retains that go.
  public internal(set) var countsTaken = 0
  public internal(set) var leftRaw: [LeftAlone] = []
  /// What the smart pointers do otherwise than the code did by hand, and what could be better.
  public internal(set) var remarks: [LeftAlone] = []
  public internal(set) var refusedFiles: [(path: String, reason: String)] = []

  /// By path of a file: headers that it includes besides the smart pointer's.
  var included: [String: Set<String>] = [:]
  /// Where the text of a file is about a slot that is converted: by path, in order of place.
  var mentions: [String: [(offset: Int, slot: ClaimSlotID)]] = [:]
  /// By path: the offset after each edit of what stood at an offset before.
  var lines: [String: LineShift] = [:]
  /// By function: the converted slots that it uses.
  var slotsOfFunction: [String: Set<ClaimSlotID>] = [:]
  /// By slot that is converted: its object's class, without what it is nested in.
  var classOfSlot: [ClaimSlotID: String] = [:]
  /// The fields that are converted.
  var fields: Set<ClaimSlotID> = []
  /// By function: those of them that are its own, and of these its variables.
  var ownSlots: [String: Set<ClaimSlotID>] = [:]
  var variables: [String: Set<ClaimSlotID>] = [:]
  /// By what a use of it is called: the results, parameters and fields that are converted.
  var slotsOfWord: [String: Set<ClaimSlotID>] = [:]
  /// By function: those that it calls.
  var calleesOfFunction: [String: Set<String>] = [:]

  public init() {}

  public var convertedCount: Int { converted.values.reduce(0, +) + helpers }
}

/// From the lines of an edited text to the bytes of the original.
struct LineShift: Sendable {
  private let newLineStarts: [Int]
  /// In order: the new text's offset from which on the original's is less by so much.
  private var shifts: [(from: Int, by: Int)] = [(0, 0)]

  init(_ edits: FileEdits, made: [UInt8]) {
    var starts = [0]
    for (offset, byte) in made.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    newLineStarts = starts
    var shift = 0
    for edit in edits.edits {
      let grown = edit.replacement.utf8.count - edit.range.count
      shift += grown
      shifts.append((edit.range.upperBound + shift, shift))
    }
  }

  /// The original's bytes of a line, from 1, and a little around where edits moved them.
  func original(ofLine line: Int) -> Range<Int>? {
    guard line >= 1, line <= newLineStarts.count else { return nil }
    let start = newLineStarts[line - 1]
    let end = line < newLineStarts.count ? newLineStarts[line] : start + 200
    return original(start)..<max(original(end), original(start) + 1)
  }

  private func original(_ offset: Int) -> Int {
    let index = shifts.lastIndex { $0.from <= offset } ?? 0
    let plain = offset - shifts[index].by
    // Inside of an edit's new text: what follows it is not yet reached.
    guard index + 1 < shifts.count else { return plain }
    let next = shifts[index + 1]
    return max(0, min(plain, next.from - next.by))
  }
}
