import Facts

/// A value or an address as the caller of a function can name it: an argument or a global, then steps from there.
public struct AccessPath: Hashable, Sendable {
  public enum Root: Hashable, Sendable {
    /// From 0; -1 is the object that a method is called on.
    case argument(Int)
    /// The address of a global.
    case global(GlobalID)
  }

  public enum Step: Hashable, Sendable {
    /// The address of a field of the object at the address so far.
    case field(FieldID)
    /// The address of an element.
    case element(Index)
    /// What stands at the address so far.
    case content
  }

  /// Which element it is, as far as a caller can tell too.
  public enum Index: Hashable, Sendable {
    case some
    case number(Int64)
    /// The one whose number a parameter is.
    case argument(Int)
  }

  public var root: Root
  public var steps: [Step]

  public init(root: Root, steps: [Step] = []) {
    self.root = root
    self.steps = steps
  }

  /// A longer path names too little to be worth its cost. The only field of a class, a smart pointer's, is no step of its own.
  static let lengthLimit = 6

  func appending(_ step: Step) -> AccessPath { AccessPath(root: root, steps: steps + [step]) }

  public var argument: Int? {
    if case .argument(let index) = root { return index }
    return nil
  }

  /// The field whose content it is, where it is one's.
  var fieldOfContent: FieldID? {
    guard steps.last == .content, steps.count > 1, case .field(let field) = steps[steps.count - 2] else { return nil }
    return field
  }

  /// Whether the way to it leads through another.
  func isInside(_ other: AccessPath) -> Bool { root == other.root && steps.starts(with: other.steps) }

  /// Whether the way to it leads through an element.
  var leadsThroughElement: Bool { steps.contains { if case .element = $0 { true } else { false } } }

  /// Whether it is an argument itself.
  public var isArgument: Bool { argument != nil && steps.isEmpty }
}

/// Arguments before globals, and what is shorter first, so that an outcome's parts have one order.
extension AccessPath: Comparable {
  public static func < (left: AccessPath, right: AccessPath) -> Bool {
    if left.root != right.root { return left.root.rank < right.root.rank }
    for (one, other) in zip(left.steps, right.steps) where one != other { return one.rank < other.rank }
    return left.steps.count < right.steps.count
  }
}

extension AccessPath.Root {
  fileprivate var rank: Int {
    switch self {
    case .argument(let index): index
    case .global(let global): Int(UInt32.max) + global.index
    }
  }
}

extension AccessPath.Step {
  fileprivate var rank: (Int, Int64) {
    switch self {
    case .content: (0, 0)
    case .element(.some): (1, 0)
    case .element(.number(let number)): (2, number)
    case .element(.argument(let position)): (3, Int64(position))
    case .field(let field): (4, Int64(field.index))
    }
  }
}

/// Places of one kind, whatever object they are in: what is found out about one holds for all of them.
public enum PlaceShape: Hashable, Sendable {
  case field(FieldID)
  /// The elements of the array that stands in, or at the address in, a field.
  case elements(FieldID)
  case global(GlobalID)
  case elementsOfGlobal(GlobalID)
}

extension TermTable {
  /// What kind of place an address is, `nil` for locals and for what no name leads to.
  func shape(of address: TermID) -> PlaceShape? {
    switch self[address] {
    case .field(_, let field): return .field(field)
    case .global(let global): return .global(global)
    case .element(let base, _):
      switch self[base] {
      case .initial(let place), .changed(let place, _): return elements(of: shape(of: place))
      default: return elements(of: shape(of: base))
      }
    default: return nil
    }
  }

  private func elements(of shape: PlaceShape?) -> PlaceShape? {
    switch shape {
    case .field(let field): .elements(field)
    case .global(let global): .elementsOfGlobal(global)
    default: nil
    }
  }
}
