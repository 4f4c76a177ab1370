/// How declarations and statements are laid out in the text: what a rewrite needs beside the facts themselves.
///
/// Gathered only where it is asked for (`ReadOptions.recordsLayout`); empty otherwise. All of it is found by place: a slot's
/// `span` and each of its `declarations` is the name of a `DeclarationLayout`, and an event's span lies in the expression of
/// a `StatementLayout`.
///
/// ```swift
/// // Every text that must change for a function's result to be called an owner.
/// for name in function.declarations {
///   guard let layout = facts.layout.declaration(.result, named: name), let type = layout.type else { continue }
///   edits.replace(type, with: "owner<\(text(of: type))>")
/// }
/// ```
public struct Layout: Hashable, Sendable {
  /// In order of file, offset of the name, and part.
  public var declarations: [DeclarationLayout] = []
  /// In order of file and offset of the expression; of nested ones the outer first.
  public var statements: [StatementLayout] = []

  public init() {}

  public var isEmpty: Bool { declarations.isEmpty && statements.isEmpty }

  /// All that units say of the declaration with this name: more than one where they read its text differently, by other
  /// macros for one. A rewrite that serves only one of them is wrong for the others.
  public func declarations(_ part: DeclarationLayout.Part, named name: Span) -> ArraySlice<DeclarationLayout> {
    let key = (name.file, name.begin, part.rawValue)
    let first = Self.firstIndex(in: declarations) { ($0.name.file, $0.name.begin, $0.part.rawValue) >= key }
    var end = first
    while end < declarations.count,
      (declarations[end].name.file, declarations[end].name.begin, declarations[end].part.rawValue) == key
    {
      end += 1
    }
    return declarations[first..<end]
  }

  /// The one layout of the declaration with this name; `nil` where there is none, or where units disagree.
  public func declaration(_ part: DeclarationLayout.Part, named name: Span) -> DeclarationLayout? {
    let all = declarations(part, named: name)
    return all.count == 1 ? all.first : nil
  }

  /// The innermost statement in whose expression a span lies: that of an event, of a call for one.
  public func statement(around span: Span) -> StatementLayout? {
    var index = Self.firstIndex(in: statements) {
      ($0.expression.file, $0.expression.begin) > (span.file, span.begin)
    }
    // Statements nest seldom, in closures and statement expressions: the innermost is near.
    var steps = 64
    while index > 0, steps > 0 {
      index -= 1
      steps -= 1
      let statement = statements[index]
      guard statement.expression.file == span.file else { return nil }
      if statement.expression.end >= span.end { return statement }
    }
    return nil
  }

  private static func firstIndex<Element>(in array: [Element], where isBeyond: (Element) -> Bool) -> Int {
    var low = 0
    var high = array.count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(array[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
