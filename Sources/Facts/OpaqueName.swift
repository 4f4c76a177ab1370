/// The names of those opaque events that later stages look into.
public enum OpaqueName {
  /// Operands: the place, the address of the number that it should hold (or that number), the number that it is to hold
  /// then. The value tells whether it did.
  public static let compareExchange = "compare exchange"
  /// The same; the value is the number that the place held before.
  public static let compareExchangeYieldingOld = "compare exchange for the old value"

  public static let compareExchanges: Set<String> = [compareExchange, compareExchangeYieldingOld]
}
