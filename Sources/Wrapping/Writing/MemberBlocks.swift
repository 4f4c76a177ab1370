/// Code of the overlay by the types that it belongs to, each in one extension: types in the order of first appearance, what
/// belongs to none last.
struct MemberBlocks {
  private var order: [String] = []
  private var members: [String: [[String]]] = [:]
  private var free: [[String]] = []

  mutating func add(_ lines: [String], to type: String?) {
    guard let type else { return free.append(lines) }
    if members[type] == nil { order.append(type) }
    members[type, default: []].append(lines)
  }

  var lines: [String] {
    var all: [String] = []
    for type in order {
      let code = (members[type] ?? []).map { $0.indented.joined(separator: "\n") }
      all += ["", "extension \(type) {", code.joined(separator: "\n\n"), "}"]
    }
    if !free.isEmpty { all += ["", free.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")] }
    return all
  }
}

extension [String] {
  /// Each line of each, two spaces further in.
  var indented: [String] {
    flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map { $0.isEmpty ? "" : "  " + $0 }
  }
}

/// `label name: Type`, with one word where both are the same.
func parameterDeclaration(_ label: String, _ name: String, _ type: String) -> String {
  label == name || escaped(label) == name ? "\(name): \(type)" : "\(label) \(name): \(type)"
}
