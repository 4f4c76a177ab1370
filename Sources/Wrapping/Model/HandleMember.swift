/// A function of objects that have one owner each, as a member of the class that holds such an object, or beside it.
public struct HandleMember: Hashable, Sendable {
  public enum Role: Hashable, Sendable {
    /// The object that the member is called on.
    case receiver
    /// The same, and the library takes it over.
    case givenUp
    /// Goes to the library as it comes.
    case value
    /// Another object, which cannot end during the call; where the library keeps it, the receiver keeps it alive.
    case object(type: Int, isKept: Bool)
    /// The library takes the object over.
    case handedOver(type: Int)
    /// The address of a variable for a new object.
    case output
    /// A closure; its context stands at another parameter.
    case closure(CallbackLife)
    /// What the library gives back to the closure.
    case context
    /// A function with which the library tells that it has let go of the context: there is nothing left to do then.
    case farewell
    /// The address of a variable for the length of what is returned.
    case length
  }

  /// How long the library may call a closure.
  public enum CallbackLife: Hashable, Sendable {
    case duringCall
    /// As long as the object lives that is being made.
    case withObject
    /// Until another takes its place, or none.
    case oneAtATime
    /// Until it is cancelled: by null in its place, where the function takes that.
    case untilCancelled(byNull: Bool)
  }

  public enum Outcome: Hashable, Sendable {
    case value
    /// A number that stands for yes or no.
    case truth
    case text
    /// Bytes that the caller frees.
    case bytes
    /// A new object, which needs the object at a parameter to live.
    case made(type: Int, parent: Int?)
    /// A new object that needs what the receiver needs.
    case cloned(type: Int)
    /// An object that belongs to the one at a parameter.
    case borrowed(type: Int, from: Int)
  }

  public var name: SwiftName
  public var roles: [Role]
  public var outcome: Outcome
  /// Counted objects among the parameters get a count of their own first.
  public var shim: Shim?

  public init(name: SwiftName, roles: [Role], outcome: Outcome, shim: Shim? = nil) {
    self.name = name
    self.roles = roles
    self.outcome = outcome
    self.shim = shim
  }

  /// The closure and the parameter with its context.
  var closure: (position: Int, life: CallbackLife)? {
    for (position, role) in roles.enumerated() {
      if case .closure(let life) = role { return (position, life) }
    }
    return nil
  }

  /// Parameters that Swift code gives: a closure comes last, as it reads best.
  var visible: [Int] {
    let given = roles.indices.filter {
      switch roles[$0] {
      case .value, .object, .handedOver: true
      case .receiver, .givenUp, .output, .closure, .context, .farewell, .length: false
      }
    }
    return given + (closure.map { [$0.position] } ?? [])
  }

  /// `Zip.add(_:source:)`
  public var shownName: String {
    let labels = visible.map { name.labels[$0] + ":" }.joined()
    let path = name.type.map { $0 + "." } ?? ""
    return name.form == .getter ? path + name.base : "\(path)\(name.base)(\(labels))"
  }

  /// Where the class keeps a closure that others replace.
  var tableName: String { name.base + "Callbacks" }

  /// It has an object of its class.
  var isInstanceMember: Bool { roles.contains(.receiver) || roles.contains(.givenUp) }
}

extension Treatment {
  /// What stands between Swift and the library's function, in whatever way that is called.
  var shim: Shim? {
    switch self {
    case .shim(_, let shim): shim
    case .overlay(.handle(let member)): member.shim
    case .imported, .overlay, .counting, .unavailable, .question: nil
    }
  }
}
