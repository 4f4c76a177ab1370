import ClangBridge

/// Which file includes which, by their text alone: each file is scanned once, whatever the number of units.
final class IncludeGraph {
  struct Inclusion {
    var name: String
    var isAngled: Bool
    var isConditional: Bool
  }

  struct Node {
    var path: String
    var inclusions: [Inclusion] = []
    /// Has an include guard: reading it a second time changes nothing.
    var isGuarded = false
    /// What it defines or undefines before its last `#include`.
    var earlyMacros: [String] = []
  }

  /// What an inclusion led to under some search paths.
  struct Edge {
    var node: Int
    var isConditional: Bool
  }

  private(set) var nodes: [Node] = []
  private var indices: [String: Int] = [:]
  private var existence: [String: Bool] = [:]
  /// By search paths, then by node.
  private var edges: [SearchPaths: [Int: [Edge]]] = [:]

  func node(at path: String) -> Int {
    if let known = indices[path] { return known }
    var node = Node(path: path)
    if let directives = bridge_directives_scan(path) {
      defer { bridge_directives_free(directives) }
      node.isGuarded = bridge_directives_is_guarded(directives)
      node.inclusions = (0..<bridge_directives_include_count(directives)).map { index in
        Inclusion(
          name: String(cString: bridge_directives_include_name(directives, index)),
          isAngled: bridge_directives_include_is_angled(directives, index),
          isConditional: bridge_directives_include_is_conditional(directives, index))
      }
      node.earlyMacros = (0..<bridge_directives_early_macro_count(directives)).map {
        String(cString: bridge_directives_early_macro(directives, $0))
      }
    }
    indices[path] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  func earlyMacros(of path: String) -> [String] {
    let node = node(at: path)
    return nodes[node].earlyMacros
  }

  /// The project's files that a file includes. System headers are left out: no project can be changed through them.
  func edges(of node: Int, _ paths: SearchPaths) -> [Edge] {
    if let known = edges[paths]?[node] { return known }
    let directory = FilePath.directory(of: nodes[node].path)
    let found = nodes[node].inclusions.compactMap { inclusion -> Edge? in
      guard let path = resolve(inclusion, from: directory, paths) else { return nil }
      return Edge(node: self.node(at: path), isConditional: inclusion.isConditional)
    }
    edges[paths, default: [:]][node] = found
    return found
  }

  private func resolve(_ inclusion: Inclusion, from directory: String, _ paths: SearchPaths) -> String? {
    if inclusion.name.hasPrefix("/") { return isFile(inclusion.name) ? FilePath.normalized(inclusion.name) : nil }
    if !inclusion.isAngled {
      for place in [directory] + paths.quoted {
        let path = FilePath.absolute(inclusion.name, in: place)
        if isFile(path) { return path }
      }
    }
    for place in paths.common {
      let path = FilePath.absolute(inclusion.name, in: place)
      if isFile(path) { return path }
    }
    return nil
  }

  private func isFile(_ path: String) -> Bool {
    if let known = existence[path] { return known }
    let answer = FilePath.isFile(path)
    existence[path] = answer
    return answer
  }

  /// All that a file includes, itself first, in the order in which the compiler would meet it.
  func closure(of path: String, _ paths: SearchPaths, followsConditions: Bool) -> [Int] {
    var seen: Set<Int> = []
    var order: [Int] = []
    var pending = [node(at: path)]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      order.append(next)
      for edge in edges(of: next, paths).reversed() where followsConditions || !edge.isConditional {
        if !seen.contains(edge.node) { pending.append(edge.node) }
      }
    }
    return order
  }

  /// Whether a unit includes a header, directly or not.
  func includes(_ command: CompileCommand, _ header: String) -> Bool {
    let target = indices[header]
    let closure = closure(of: command.file, SearchPaths(command), followsConditions: true)
    if let target { return closure.contains(target) }
    return closure.contains { nodes[$0].path == header }
  }
}
