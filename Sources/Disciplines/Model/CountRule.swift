import Facts

/// A function that changes or reads a number on the caller's behalf: `InterlockedIncrement`, `std::atomic::fetch_add`.
///
/// Discovery needs them where a count is not changed by an operator.
public struct CountRule: Hashable, Sendable {
  public enum Amount: Hashable, Sendable {
    /// 0 for a function that only reads.
    case constant(Int)
    case argument(Int)
    case minusArgument(Int)
    /// The number becomes that argument.
    case set(argument: Int)
  }

  /// What the call's result tells of the number.
  public enum Yield: String, Hashable, Sendable, CaseIterable {
    case nothing, old, new
    /// True when the number became zero.
    case isZero
    /// True when it did not.
    case isNotZero
  }

  public var names: [String]
  /// Where the number's address is passed: an argument from 0, -1 for the object that a method is called on.
  public var target: Int
  public var amount: Amount
  public var yield: Yield
  /// Only the overload with so many parameters: `operator++()` yields the new number, `operator++(int)` the old.
  public var parameterCount: Int?

  public init(names: [String], target: Int, amount: Amount, yield: Yield, parameterCount: Int? = nil) {
    self.names = names
    self.target = target
    self.amount = amount
    self.yield = yield
    self.parameterCount = parameterCount
  }
}

extension CountRule {
  /// By how much a call changes its number, where that is written in the code.
  func change(in body: Body, argument: (Int) -> ValueID?) -> Int64? {
    switch amount {
    case .constant(let number): Int64(number)
    case .argument(let position): argument(position).flatMap(body.constant)
    case .minusArgument(let position): argument(position).flatMap(body.constant).map(-)
    case .set: nil
    }
  }
}
