import Facts

/// What the solver did, for `--stats` and for the summary.
public struct ClaimStatistics: Sendable {
  public struct RuleCount: Hashable, Sendable {
    public var rule: RuleID
    /// Listed slots that it matched.
    public var matched: Int
    /// Listed slots that it was the first to decide.
    public var decided: Int
    /// The declarations in the source that those which it matched have: a template's instantiations are one.
    public var declarations: Int
    /// The places in the source by which it matched: a function with three such returns has three.
    public var places: Int
  }

  /// In the registry's order; rules that matched nothing too.
  public var rules: [RuleCount] = []
  public var bodies = 0
  public var events = 0
  public var references = 0
  public var transfers = 0
  public var components = 0
  public var largestComponent = 0
  /// Rounds of the work list, all strengths together.
  public var rounds = 0
  /// How many times a slot was looked at.
  public var visits = 0
  public var readingTime: Duration = .zero
  public var solvingTime: Duration = .zero
}
