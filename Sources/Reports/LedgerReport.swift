import Foundation
import Ledger

/// A recorded run with its stacks named, ready to be printed.
public struct LedgerReport: Sendable {
  public typealias Frame = Symbolizer.Frame

  public var summary: LedgerSummary
  public var eventCount: Int
  public var threadCount: Int
  public var isCut: Bool
  public var dropped: Int
  public var mode: Trace.Mode
  /// By stack number, innermost first.
  public var frames: [Int: [Frame]]
  /// Functions that only carry the counting for others, `AddRef` for one: a sentence names their callers.
  private var carriers: Set<String>

  /// Names the stacks that the summary speaks of, and no others.
  public init(trace: Trace, summary: LedgerSummary) {
    self.summary = summary
    eventCount = trace.eventCount
    threadCount = trace.threadCount
    isCut = trace.isCut
    dropped = trace.dropped
    mode = trace.mode
    var stacks: Set<Int> = []
    for group in summary.groups {
      stacks.insert(group.creation)
      for entry in group.outstanding { stacks.formUnion([entry.retain] + (entry.usualRelease.map { [$0] } ?? [])) }
    }
    for problem in summary.problems {
      stacks.formUnion([problem.stack, problem.creation] + (problem.destruction.map { [$0] } ?? []))
    }
    let symbolizer = Symbolizer(maps: trace.maps)
    frames = [:]
    for stack in stacks { frames[stack] = symbolizer.frames(of: trace.stacks[stack]?.addresses ?? []) }
    carriers = Self.carriers(of: trace, symbolizer)
  }

  /// What tells the recorder for several callers is a carrier, and so is what belongs to a recorded type.
  private static func carriers(of trace: Trace, _ symbolizer: Symbolizer) -> Set<String> {
    let types = Set(trace.stacks.values.map(\.type).filter { !$0.isEmpty })
    let constructors = Set(types.map { name(of: $0).simple })
    var callers: [String: Set<String>] = [:]
    var carriers: Set<String> = []
    for stack in trace.stacks.values {
      let frames = symbolizer.frames(of: Array(stack.addresses.prefix(2)))
      guard frames.count > 1 else { continue }
      callers[frames[0].function, default: []].insert(frames[1].function)
      let name = name(of: frames[0].function)
      if types.contains(name.qualifier) || constructors.contains(name.simple) { carriers.insert(frames[0].function) }
    }
    return carriers.union(callers.filter { $0.value.count > 1 }.keys)
  }

  /// `Cache` and `put` of `Cache::put(int, Query*)`.
  private static func name(of function: String) -> (qualifier: String, simple: String) {
    let head = String(function.prefix { $0 != "(" })
    guard let colons = head.range(of: "::", options: .backwards) else { return ("", head) }
    return (String(head[..<colons.lowerBound]), String(head[colons.upperBound...]))
  }

  /// `Cache::put (cache.cpp:31)`
  func place(_ stack: Int) -> String {
    let list = frames[stack] ?? []
    guard let frame = list.first(where: { !carriers.contains($0.function) }) ?? list.first else {
      return "an unknown place"
    }
    let file = frame.file.split(separator: "/").last.map(String.init) ?? ""
    return frame.line > 0 ? "\(frame.function) (\(file):\(frame.line))" : frame.function
  }

  /// What a group comes to, in one sentence for each outstanding retain.
  func sentences(of group: LedgerSummary.Group) -> [String] {
    let objects = Self.objects(group.count, type: group.type)
    guard mode == .full else { return ["\(objects) still alive, made in \(place(group.creation))"] }
    if group.outstanding.isEmpty {
      return [
        "\(objects) still alive though every reference was given back: nothing destroyed \(group.count == 1 ? "it" : "them")"
      ]
    }
    return group.outstanding.map { entry in
      let what =
        entry.retain == group.creation
        ? "the first reference, made in \(place(entry.retain)), has no release"
        : "the retain in \(place(entry.retain)) has no release"
      let times = entry.count == group.count ? "" : " \(entry.count) times"
      guard let release = entry.usualRelease else { return "\(objects) still alive: \(what)\(times)" }
      let others = entry.usualCount == 1 ? "1 other was" : "\(entry.usualCount) others were"
      return "\(objects) still alive: \(what)\(times); \(others) released in \(place(release))"
    }
  }

  static func objects(_ count: Int, type: String) -> String {
    let noun = (type.isEmpty ? "" : type + " ") + (count == 1 ? "object is" : "objects are")
    return "\(count) \(noun)"
  }

  /// What is wrong, in one sentence.
  func sentence(of problem: LedgerSummary.Problem) -> String {
    let object = problem.type.isEmpty ? "an object" : "a \(problem.type)"
    let times = problem.count == 1 ? "" : ", \(problem.count) times"
    switch problem.kind {
    case .overRelease:
      return "\(object) is released once too often in \(place(problem.stack))\(times)"
    case .useAfterDestroy:
      let end = problem.destruction.map { ", destroyed in \(place($0))" } ?? ""
      return "\(object) is used in \(place(problem.stack)) after its end\(times)\(end)"
    case .destroyedWhileOwned:
      return "\(object) is destroyed in \(place(problem.stack)) while references to it are left\(times)"
    }
  }
}
