import Facts

/// What the frame that is walked has to do with one object.
struct Holding: Hashable, Sendable {
  struct Flags: OptionSet, Hashable, Sendable {
    var rawValue: UInt16

    /// The count began in this frame, so that it is known exactly: a new object.
    static let isExact = Flags(rawValue: 1 << 0)
    /// Known to be somebody else's when it came into the frame.
    static let isBorrowed = Flags(rawValue: 1 << 1)
    /// Something that is not known saw it: what it did is not known either.
    static let isUncertain = Flags(rawValue: 1 << 2)
    /// Something outside the frame keeps a reference too.
    static let isKept = Flags(rawValue: 1 << 3)
    /// The last reference is gone.
    static let isDead = Flags(rawValue: 1 << 4)
    /// A finding was made about it: one for each cause.
    static let isReported = Flags(rawValue: 1 << 5)
    /// Storage that an allocator gave: there is no count on it, only what stands there matters.
    static let isStorage = Flags(rawValue: 1 << 6)
    /// Came with the call as an owner parameter.
    static let isOwnerParameter = Flags(rawValue: 1 << 7)
    /// The reference was handed on, and not released: to say so in words.
    static let isGivenAway = Flags(rawValue: 1 << 8)
    /// A getter showed it: who takes it out of its place may release it.
    static let isShown = Flags(rawValue: 1 << 9)
    /// Its destructor was called by name: the storage is still there, and is given back, or used again, apart from that.
    static let isDestroyed = Flags(rawValue: 1 << 10)
    /// A call put it into a place, unless the call failed.
    static let isPerhaps = Flags(rawValue: 1 << 11)
    /// Whoever made it hands out a static object where it failed.
    static let isPerhapsStatic = Flags(rawValue: 1 << 12)
    /// Its count was taken down in place: where that leaves none, whoever did it ends the object.
    static let isCountedDown = Flags(rawValue: 1 << 13)
  }

  /// Whether its count still tells anything.
  var isFollowed: Bool { flags.isDisjoint(with: [.isUncertain, .isDead]) }

  /// Whether all that is known is that somebody saw it who may have done something to it.
  var isDoubt: Bool { owned == 0 && flags == .isUncertain && origin == UInt32.max }

  /// References of the frame's own.
  var owned: Int16 = 0
  var flags: Flags = []
  /// What a borrowed object lives as long as.
  var keeper: TermID = .none
  /// Which of the keeper's things it is, where a key says so.
  var key: TermID = .none
  /// The event that first took a reference.
  var origin = UInt32.max
}
