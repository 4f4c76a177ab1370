/// A kind of mistake that Deed finds: what it is, why it is bad, and code that shows it and code that does not.
///
/// The examples are the rule's tests and its documentation at once. In them `// ERROR` ends the line that is found.
public struct FindingRule: Sendable {
  public var id: String
  public var kind: Finding.Kind
  /// Of what is certain; what is only possible is a note.
  public var severity: Finding.Severity
  /// One line: what is wrong.
  public var meaning: String
  /// Why it is bad.
  public var rationale: String
  public var triggering: [String]
  public var nonTriggering: [String]

  /// What the examples are written against: a counted class, and functions whose bodies say what they do.
  public static let preamble = """
    struct Box {
      int count;
      Box *next;
      void AddRef() { ++count; }
      void Release() { if (--count == 0) delete this; }
      Box() : count(1), next(nullptr) {}
      ~Box() { if (next) next->Release(); }
    };
    Box *make();
    bool ready();
    void look(const Box &);

    """
}

extension FindingRule {
  /// In the order of their ids.
  public static let all: [FindingRule] = [
    .suppression,
    .pathDiscarded, .pathInconsistent, .pathLeak, .pathOverRelease, .pathUseAfterRelease, .valFieldRet, .valOwnLocalRet,
    .valOwnMove, .valPtrToField, .valPtrToOwn,
  ]

  public static func named(_ id: String) -> FindingRule? { all.first { $0.id == id } }
}
