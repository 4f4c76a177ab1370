import Disciplines
import Frontend

/// Where an annotation stands; some styles spell it by that.
enum AnnotationSite: Hashable, Sendable {
  case parameter, result, variable
}

/// How the macro before a class's name ends: the space parts it from the name.
enum StyleRecord {
  static let after = ") "
}

extension AnnotationStyle {
  /// The spelling of an ownership, with `{}` for the type; empty where it goes without saying.
  func spelling(of ownership: Ownership, at site: AnnotationSite) -> String {
    switch (ownership, site) {
    case (.owner, .result): ownerResult ?? owner
    case (.owner, .variable): ownerVariable ?? owner
    case (.owner, .parameter): owner
    case (.pointer, .result): pointerResult ?? pointer
    case (.pointer, .variable): pointerVariable ?? pointer
    case (.pointer, .parameter): pointer
    case (.leaked, _): leaked
    }
  }

  /// Every spelling that is not empty, each once, the longest first: what a text is searched for.
  var spellings: [String] {
    var found: [String] = []
    // Of a class, the macro's name and whatever stands in its parentheses.
    let macro = record.firstIndex(of: "(").map { record[...$0] + "{}" + StyleRecord.after } ?? ""
    for text in [owner, pointer, leaked, ownerResult, pointerResult, ownerVariable, pointerVariable, macro]
      .compactMap(\.self)
    where !text.isEmpty && !found.contains(text) { found.append(text) }
    return found.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// How a file is laid out once it has these annotations: its `.clang-format`, told what the style's macros are.
  func layout(ofFileAt path: String) -> CodeStyle? {
    let names = Set(
      spellings.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
        .filter { !$0.isEmpty && !$0.hasPrefix("__") }
    ).sorted()
    return switch form {
    case .alias: CodeStyle.of(fileAt: path)
    case .macro: CodeStyle.of(fileAt: path, types: names)
    case .attribute: CodeStyle.of(fileAt: path, attributes: names)
    }
  }

  /// What stands before and after the type.
  static func parts(of spelling: String) -> (before: String, after: String) {
    guard let hole = spelling.range(of: "{}") else { return (spelling, "") }
    return (String(spelling[..<hole.lowerBound]), String(spelling[hole.upperBound...]))
  }

  /// The name in an `#include`, and whether it stands in angle brackets; `nil` where nothing has to be included.
  var include: (name: String, isAngled: Bool)? {
    if header.isEmpty { return nil }
    guard header.hasPrefix("<"), header.hasSuffix(">") else { return (header, false) }
    return (String(header.dropFirst().dropLast()), true)
  }
}
