/// A name for Swift, in the form that API notes take.
public struct SwiftName: Hashable, Sendable {
  public enum Form: Hashable, Sendable { case function, initializer, getter, setter }

  public var form: Form
  /// The type that it becomes a member of; nil for a function at the top.
  public var type: String?
  public var base: String
  /// One a parameter, `self` for the object that a method is called on and `_` for none.
  public var labels: [String]

  public init(form: Form, type: String?, base: String, labels: [String]) {
    self.form = form
    self.type = type
    self.base = base
    self.labels = labels
  }

  /// `getter:Box.size(self:)`
  public var text: String {
    let prefix =
      switch form {
      case .function, .initializer: ""
      case .getter: "getter:"
      case .setter: "setter:"
      }
    let path = type.map { $0 + "." } ?? ""
    return "\(prefix)\(path)\(base)(\(labels.map { $0 + ":" }.joined()))"
  }

  /// What must not stand twice: members that a call could not tell apart.
  public var key: String {
    switch form {
    case .getter: "\(type ?? "").\(base)"
    case .setter: "\(type ?? "").\(base)="
    case .function, .initializer: text
    }
  }
}
