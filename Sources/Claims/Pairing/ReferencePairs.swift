import Facts

/// Which releases end the reference that one place in the code takes, as far as the claims tell.
///
/// `list->AddRef(); m_list = list;` in one method is ended by `m_list->Release()` in another, since the field owns what is in it.
/// For whoever has seen a program run, and looks for the release that was to come.
public struct ReferencePairs: Hashable, Sendable {
  /// Where a reference is taken or given up.
  public struct Site: Hashable, Sendable {
    public var function: FunctionID
    public var span: Span
  }

  public struct Taking: Hashable, Sendable {
    public var site: Site
    /// The first reference to a new object, or one that a call gives; else a retain.
    public var isNew = false
    /// The function whose result it is, where it is one.
    public var callee = FunctionID.none
    /// The reference goes on to the callers of its function.
    public var isReturned = false
    /// Those of `endings` that may end it.
    public var answers: [Int] = []
  }

  public internal(set) var takings: [Taking] = []
  public internal(set) var endings: [Site] = []
}
