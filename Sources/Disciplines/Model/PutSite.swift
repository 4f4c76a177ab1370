public import Facts

/// One argument of one call, by which something goes into a container.
public struct PutSite: Hashable, Sendable {
  public var function: FunctionID
  /// The call, as a number among the function's events.
  public var event: Int
  public var argument: Int

  public init(function: FunctionID, event: Int, argument: Int) {
    self.function = function
    self.event = event
    self.argument = argument
  }
}
