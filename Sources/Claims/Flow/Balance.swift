import Facts

/// How many references more, or fewer, a function has on an object than it came by: all that is possible, as a set.
///
/// Counts beyond four either way are taken for four: by then it is a loop, and the sign is all that matters.
struct Balance: Hashable, Sendable {
  private var bits: UInt16

  private init(bits: UInt16) { self.bits = bits }

  static let none = Balance(bits: 0)
  static let zero = Balance(bits: 1 << 4)
  /// There is no object: nothing can be taken or given.
  static let null = Balance(bits: 1 << 9)

  private static let counts: UInt16 = (1 << 9) - 1
  private static let nullBit: UInt16 = 1 << 9

  var isEmpty: Bool { bits == 0 }
  var mayBeNegative: Bool { bits & 0b1111 != 0 }
  var mayBeNull: Bool { bits & Self.nullBit != 0 }

  /// The smallest and the largest count, `nil` where there is none.
  var range: ClosedRange<Int>? {
    let counts = bits & Self.counts
    guard counts != 0 else { return nil }
    return counts.trailingZeroBitCount - 4...(UInt16.bitWidth - 1 - counts.leadingZeroBitCount - 4)
  }

  func union(_ other: Balance) -> Balance { Balance(bits: bits | other.bits) }

  /// What is left on a way on which there is an object.
  var withoutNull: Balance { Balance(bits: bits & Self.counts) }

  func adding(_ change: Int) -> Balance {
    let counts = bits & Self.counts
    let null = bits & Self.nullBit
    return switch change {
    case 1: Balance(bits: (counts << 1 | counts & 1 << 8) & Self.counts | null)
    case -1: Balance(bits: counts >> 1 | counts & 1 | null)
    default: self
    }
  }
}

/// The blocks of one body as the balance is walked over them: numbered in control-flow order, ways that do not end well left out.
struct WalkOrder {
  struct Successor {
    var block: Int32
    /// `nil` for a way that no test of truth decides.
    var isTaken: Bool?
  }

  let starts: [Int32]
  let successors: [Successor]
  /// The exit's number, -1 where no way leads to it.
  let exit: Int32
  let hasLoop: Bool
  /// By block.
  let predecessors: [[Int32]]

  /// - Parameter refusals: functions that are called where the caller did what it must not.
  init(_ body: Body, refusals: Set<FunctionID>) {
    let flow = ControlFlow(body)
    var starts: [Int32] = [0]
    var successors: [Successor] = []
    var hasLoop = false
    for (number, block) in flow.order.enumerated() {
      if !body.blocks[block].isNoReturn, !body.refuses(in: body.blocks[block], by: refusals) {
        for edge in body.successors(of: body.blocks[block])
        where edge.kind != .exceptional && !edge.isUnreachable && !edge.target.isNone {
          let target = flow.rank[edge.target.index]
          guard target >= 0 else { continue }
          if target <= number { hasLoop = true }
          let isTaken: Bool? = edge.kind == .whenTrue ? true : edge.kind == .whenFalse ? false : nil
          successors.append(Successor(block: target, isTaken: isTaken))
        }
      }
      starts.append(Int32(successors.count))
    }
    self.starts = starts
    self.successors = successors
    self.hasLoop = hasLoop
    var predecessors = [[Int32]](repeating: [], count: starts.count - 1)
    for block in 0..<starts.count - 1 {
      for successor in successors[Int(starts[block])..<Int(starts[block + 1])] {
        predecessors[Int(successor.block)].append(Int32(block))
      }
    }
    self.predecessors = predecessors
    exit = body.exit.isNone ? -1 : flow.rank[body.exit.index]
  }

  var count: Int { starts.count - 1 }

  /// Whether some way leads to the exit past a block.
  func mayAvoid(_ block: Int) -> Bool {
    guard exit >= 0, block != 0, block != Int(exit) else { return false }
    var seen = [Bool](repeating: false, count: count)
    seen[block] = true
    var open = [0]
    while let next = open.popLast() {
      if next == Int(exit) { return true }
      for successor in successors(of: next) where !seen[Int(successor.block)] {
        seen[Int(successor.block)] = true
        open.append(Int(successor.block))
      }
    }
    return false
  }

  func successors(of block: Int) -> ArraySlice<Successor> { successors[Int(starts[block])..<Int(starts[block + 1])] }
}

/// What the steps of one reference come to, given the claims of the slots that it goes to.
struct BalanceResult {
  /// Before each step.
  var before: [Balance] = []
  /// Where the function ends normally.
  var atExit: Balance = .none
  /// The first step that gives up a reference which the function did not come by; -1 if there is none.
  var firstGivenUp = -1
}

enum BalanceWalk {
  /// - Parameters:
  ///   - isNewEachTime: the call that gives the reference gives an owner.
  ///   - endsWhereSet: what the place holds once it is set to something else is of no interest: a parameter's is not the caller's.
  ///   - change: +1, 0 or -1 for a step, by its number.
  static func walk(
    _ reference: Reference, steps: [Step], isNewEachTime: Bool, endsWhereSet: Bool, order: () -> WalkOrder,
    change: (Int) -> Int
  ) -> BalanceResult {
    let range = reference.steps
    var result = BalanceResult(before: [Balance](repeating: .zero, count: range.count))
    guard let first = range.first else {
      result.atExit = .zero
      return result
    }
    let changes = range.map { change($0) }
    // Without a change the count stays as it was, unless the object itself goes.
    guard changes.contains(where: { $0 != 0 }) || range.contains(where: { steps[$0].kind == .clear }) else {
      result.atExit = .zero
      return result
    }
    var isNegative = false

    func pass(_ numbers: Range<Int>, _ balance: Balance) -> Balance {
      var balance = balance
      for number in numbers {
        result.before[number - first] = result.before[number - first].union(balance)
        switch steps[number].kind {
        case .again where !isNewEachTime: break
        case .define, .again:
          if balance.mayBeNegative { isNegative = true }
          balance = balance.isEmpty || endsWhereSet ? .none : .zero
        case .clear:
          if balance.mayBeNegative { isNegative = true }
          balance = balance.isEmpty || endsWhereSet ? .none : .null
        default: balance = balance.adding(changes[number - first])
        }
      }
      return balance
    }

    /// What a test at the end of a block leaves on one way out of it.
    func after(_ numbers: Range<Int>, _ balance: Balance, _ isTaken: Bool?) -> Balance {
      guard let last = numbers.last, let isTaken else { return balance }
      switch steps[last].kind {
      case .nullIfTrue: return isTaken ? .null : balance.withoutNull
      case .nullIfFalse: return isTaken ? balance.withoutNull : .null
      default: return balance
      }
    }

    let lastRank = steps[range.upperBound - 1].blockRank
    if steps[first].blockRank == lastRank {
      // All in one block: most references, and no need to know the way to it.
      result.before = [Balance](repeating: .none, count: range.count)
      result.atExit = pass(range, .zero)
      if result.atExit.mayBeNegative, order().mayAvoid(Int(lastRank)) { result.atExit = result.atExit.union(.zero) }
    } else {
      let order = order()
      result.before = [Balance](repeating: .none, count: range.count)
      var entering = [Balance](repeating: .none, count: order.count)
      if !entering.isEmpty { entering[0] = .zero }
      var isChanged = true
      while isChanged {
        isChanged = false
        var next = first
        for block in 0..<order.count {
          var end = next
          while end < range.upperBound, steps[end].blockRank == Int32(block) { end += 1 }
          let numbers = next..<end
          next = end
          guard !entering[block].isEmpty else { continue }
          let leaving = numbers.isEmpty ? entering[block] : pass(numbers, entering[block])
          for successor in order.successors(of: block) {
            let target = Int(successor.block)
            let joined = entering[target].union(after(numbers, leaving, successor.isTaken))
            if joined != entering[target] {
              entering[target] = joined
              if target <= block { isChanged = true }
            }
          }
        }
        guard order.hasLoop else { break }
      }
      if order.exit >= 0 { result.atExit = entering[Int(order.exit)] }
    }
    if result.atExit.mayBeNegative { isNegative = true }
    if isNegative {
      // The step that a reader would point at: the first that takes what is not there.
      let culprit = range.first {
        changes[$0 - first] < 0 && result.before[$0 - first].adding(-1).mayBeNegative
      }
      result.firstGivenUp = culprit ?? -1
    }
    return result
  }
}

extension Body {
  fileprivate func refuses(in block: Block, by refusals: Set<FunctionID>) -> Bool {
    guard !refusals.isEmpty else { return false }
    return block.events.contains { events[$0].operation == .call && refusals.contains(events[$0].function) }
  }
}
