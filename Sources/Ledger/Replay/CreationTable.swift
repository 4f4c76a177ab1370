/// What is counted for each stack at which objects are made: flat arrays by its number, since each creation and each end asks.
struct CreationTable: ~Copyable {
  struct Entry: BitwiseCopyable {
    var live: Int32 = 0
    var made: Int32 = 0
    var ended: Int32 = 0
    /// As `made`, before it was known what the objects really are.
    var begun: Int32 = 0
    var type: Int32
    /// Makes no object, but says what one is.
    var isRefinement = false
    /// See `Trace.Stack`.
    var endsWithLastReference = false
    /// With how many references its objects have ended.
    var endings: Endings = []
  }

  struct Endings: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    static let withNone = Endings(rawValue: 1)
    static let withOne = Endings(rawValue: 2)
    static let withMore = Endings(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ references: Int32) { self = references <= 0 ? .withNone : references == 1 ? .withOne : .withMore }
  }

  /// Stack numbers have so many bits.
  private static let most = 1 << 18

  private var entries: PlainArray<Entry>
  /// Names of types; the first is empty.
  let types: [String]
  private let creations: [Int]

  init(_ trace: Trace) {
    entries = PlainArray(zeroed: Self.most)
    var types = [""]
    var numbers = ["": Int32(0)]
    creations = [0] + trace.stacks.filter { !$0.value.type.isEmpty }.keys.filter { $0 > 0 && $0 < Self.most }.sorted()
    for stack in creations {
      guard let name = trace.stacks[stack]?.type else { continue }
      let number = numbers[name] ?? Int32(types.count)
      if numbers[name] == nil {
        numbers[name] = number
        types.append(name)
      }
      entries[stack].type = number
      entries[stack].isRefinement = trace.stacks[stack]?.isRefinement ?? false
      entries[stack].endsWithLastReference = trace.stacks[stack]?.endsWithLastReference ?? false
    }
    self.types = types
  }

  /// A damaged trace may name any number.
  subscript(stack: Int) -> Entry {
    @inline(__always) get { entries[stack & (Self.most - 1)] }
    @inline(__always) nonmutating _modify { yield &entries[stack & (Self.most - 1)] }
  }

  func type(of stack: Int) -> Int { Int(self[stack].type) }

  /// By type: how many objects are alive.
  var liveOfTypes: [Int] {
    var live = [Int](repeating: 0, count: types.count)
    for stack in creations { live[type(of: stack)] += Int(entries[stack].live) }
    return live
  }

  /// Types all of whose objects ended with one reference too many: their counts begin at none, and the first holder retains.
  var typesBeginningAtNone: Set<String> {
    var endings = [Endings](repeating: [], count: types.count)
    for stack in creations { endings[type(of: stack)].formUnion(entries[stack].endings) }
    return Set(endings.indices.filter { endings[$0] == .withOne }.map { types[$0] })
  }

  /// By stack, what is not zero.
  func all(_ count: (Entry) -> Int32) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for stack in creations where count(entries[stack]) != 0 { result[stack] = Int(count(entries[stack])) }
    return result
  }
}

/// The last objects that ended, by address, so that a use after the end is told from an object that is not known. Of two that
/// fall into one place the later stays. Of a place in memory it is the last that ended; whether another lives there now is not known here.
struct Tombstones: ~Copyable {
  struct Tombstone: BitwiseCopyable {
    var address: UInt = 0
    var creation: Int32 = 0
    var destruction: Int32 = 0
  }

  private var places = PlainArray<Tombstone>(zeroed: 1 << 16)

  private func place(_ address: UInt) -> Int {
    Int(truncatingIfNeeded: (UInt64(address >> 3) &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }

  subscript(address: UInt) -> Tombstone? {
    let tombstone = places[place(address)]
    return tombstone.address == address ? tombstone : nil
  }

  func add(_ tombstone: Tombstone) { places[place(tombstone.address)] = tombstone }
}
