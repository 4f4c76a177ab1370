/// Commands whose flags are equal: what a header means to one of them, it means to all.
struct UnitGroup: Sendable {
  /// Numbers of the commands, in their order.
  var units: [Int]
  /// Headers that many of the units include, in the order in which they are first met. Empty where nothing is shared.
  var sharedHeaders: [String] = []
  /// By place in `units`: macros that the source defines or undefines before its last `#include`.
  var earlyMacros: [[String]]
  var representative: CompileCommand
}

/// Decides what is shared, before anything is parsed.
enum GroupPlanning {
  /// Below this many units, precompiling costs more than it saves.
  private static let fewestUnits = 6
  /// The part of a group's units that must include a header: rarer ones would be read for units that never see them.
  private static let leastShare = 0.15

  static func groups(of commands: [CompileCommand], sharesHeaders: Bool) -> [UnitGroup] {
    struct Key: Hashable {
      var directory: String
      var configuration: [String]
      var language: String
    }
    var order: [Key] = []
    var numbers: [Key: [Int]] = [:]
    for (number, command) in commands.enumerated() {
      let key = Key(
        directory: command.directory, configuration: command.configuration, language: command.impliedLanguage)
      if numbers[key] == nil { order.append(key) }
      numbers[key, default: []].append(number)
    }
    let graph = IncludeGraph()
    let sources = Set(commands.map(\.file))
    return order.compactMap { key in
      guard let units = numbers[key], let first = units.first else { return nil }
      var group = UnitGroup(
        units: units, earlyMacros: units.map { graph.earlyMacros(of: commands[$0].file) },
        representative: commands[first])
      if sharesHeaders, units.count >= fewestUnits {
        group.sharedHeaders = sharedHeaders(of: units.map { commands[$0] }, graph, besides: sources)
      }
      return group
    }
  }

  private static func sharedHeaders(
    of commands: [CompileCommand], _ graph: IncludeGraph, besides sources: Set<String>
  ) -> [String] {
    guard let first = commands.first else { return [] }
    // Equal flags in one directory: the same search paths.
    let paths = SearchPaths(first)
    var counts: [Int: Int] = [:]
    var order: [Int] = []
    for command in commands {
      for node in graph.closure(of: command.file, paths, followsConditions: false).dropFirst() {
        if counts[node] == nil { order.append(node) }
        counts[node, default: 0] += 1
      }
    }
    let least = max(3, Int((Double(commands.count) * leastShare).rounded(.up)))
    return order.filter { node in
      counts[node, default: 0] >= least && graph.nodes[node].isGuarded && !sources.contains(graph.nodes[node].path)
    }.map { graph.nodes[$0].path }
  }
}
