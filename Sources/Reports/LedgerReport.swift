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
  /// The types of the objects that are made at a stack.
  public var types: [Int: String]
  /// Functions that only carry the counting for others, `AddRef` for one: a sentence names their callers.
  private(set) var carriers = Carriers()
  public var allowances: [LedgerAllowance]
  /// Variables by the addresses that hold objects.
  public var variables: [UInt: String] = [:]
  /// By stack that takes references without a release: where the code gives such back, where it says so.
  private(set) var statedReleases: [Int: [String]] = [:]
  /// Findings of `deed check` about the functions of this report, printed as they come.
  public var explanation = ""
  /// Whether GObject's functions were stood before.
  private(set) var isInterposed = false
  private var usesGObject = false
  private var changedFiles: [String] = []
  private var missingFiles: [String] = []

  /// Names the stacks that the summary speaks of and `further` ones, and no others.
  public init(
    trace: Trace, summary: LedgerSummary, symbolizer: Symbolizer, allowances: [LedgerAllowance] = [],
    further: some Sequence<Int> = [], pairs: CodePairs? = nil
  ) {
    self.summary = summary
    self.allowances = allowances
    eventCount = trace.eventCount
    threadCount = trace.threadCount
    isCut = trace.isCut
    dropped = trace.dropped
    mode = trace.mode
    if mode == .count, let totals = trace.totals {
      self.summary.alive = totals.live
      self.summary.references = totals.references
    }
    isInterposed = trace.maps.contains { $0.contains("/libdeed-gobject.so") }
    usesGObject = trace.maps.contains { $0.contains("/libgobject-2.0.so") } && !isInterposed
    types = trace.stacks.compactMapValues { $0.type.isEmpty ? nil : $0.type }
    var stacks = Set(further)
    stacks.formUnion(summary.undeclared.map(\.creation))
    for checkpoint in summary.checkpoints { stacks.formUnion(checkpoint.live.keys) }
    for group in summary.groups {
      stacks.insert(group.creation)
      stacks.formUnion(group.balance.map(\.stack))
      for entry in group.outstanding { stacks.formUnion([entry.retain] + (entry.usualRelease.map { [$0] } ?? [])) }
    }
    for problem in summary.problems {
      stacks.formUnion([problem.stack, problem.creation] + (problem.destruction.map { [$0] } ?? []))
    }
    frames = [:]
    for stack in stacks { frames[stack] = symbolizer.frames(of: trace.stacks[stack]?.addresses ?? []) }
    carriers = Carriers(trace, symbolizer)
    if let pairs {
      for entry in summary.groups.flatMap(\.outstanding) {
        let releases = pairs.releases(ofTakingAt: frames[entry.retain] ?? [], isCreation: isCreation(entry.retain))
        statedReleases[entry.retain] = Set(releases.map(pairs.name)).sorted()
      }
    }
    changedFiles = symbolizer.unnamedFiles.sorted()
    missingFiles = symbolizer.missingFiles.sorted()
    mergeGroups()
    for group in summary.groups {
      for holder in group.holders.keys {
        switch holder {
        case .data(let address), .behind(let address): variables[address] = symbolizer.variable(at: address)
        default: continue
        }
      }
    }
  }

  /// Names further stacks.
  mutating func name(_ stacks: some Sequence<Int>, of trace: Trace, _ symbolizer: Symbolizer) {
    for stack in Set(stacks) where frames[stack] == nil {
      frames[stack] = symbolizer.frames(of: trace.stacks[stack]?.addresses ?? [])
    }
  }

  /// What is to be said of the recording itself.
  var notes: [String] {
    var notes: [String] = []
    if isCut {
      notes.append(
        "the program did not come to its end: "
          + (mode == .count ? "how much was alive is not known" : "what is alive may be no leak"))
    }
    for file in changedFiles {
      notes.append("\(file) has been built anew since the run: its functions cannot be named")
    }
    for file in missingFiles { notes.append("\(file) cannot be read: its functions cannot be named") }
    if isInterposed {
      notes.append(
        "of GObject only calls that cross from one library to another are seen: references that GLib takes by itself are not"
      )
    }
    if mode == .count {
      notes.append("no more is known of a run that was recorded with --mode count")
    } else if summary.created == 0, summary.retains == 0 {
      notes.append(
        usesGObject
          ? "no object was seen: GObject's own are recorded with 'deed record --gobject'"
          : "no object was seen: was what makes them compiled by 'deed cc' or 'deed c++'?")
    }
    if dropped > 0 { notes.append("\(dropped) events of signal handlers could not be recorded") }
    return notes
  }

  /// Functions that only count, or make objects, for others; the report speaks of those.
  struct Carriers {
    /// What is left out where an object is made: makers with several callers, and constructors.
    var ofCreations: Set<String> = []
    /// What is left out where a reference is taken or given back.
    var ofCounts: Set<String> = []

    init() {}

    func cover(_ frame: Frame, isCreation: Bool) -> Bool {
      frame.isInstalled || (isCreation ? ofCreations : ofCounts).contains(frame.function)
    }

    /// What tells the recorder for several callers is a carrier, and so is what belongs to a recorded type.
    init(_ trace: Trace, _ symbolizer: Symbolizer) {
      let names = Set(trace.stacks.values.map(\.type)).filter { !$0.isEmpty }.map { CodeName($0) }
      let types = Set(names.map(\.path))
      let constructors = Set(names.map(\.simple))
      var creators: [String: Set<String>] = [:]
      var counters: [String: Set<String>] = [:]
      for stack in trace.stacks.values {
        let frames = symbolizer.frames(of: Array(stack.addresses.prefix(2)))
        guard frames.count > 1 else { continue }
        let function = frames[0].function
        let name = CodeName(function)
        if frames[0].isCounting { ofCounts.insert(function) }
        if stack.type.isEmpty {
          counters[function, default: []].insert(frames[1].function)
          if types.contains(name.qualifier), !constructors.contains(name.simple) { ofCounts.insert(function) }
        } else {
          creators[function, default: []].insert(frames[1].function)
          if types.contains(name.qualifier) || constructors.contains(name.simple) { ofCreations.insert(function) }
        }
      }
      ofCreations.formUnion(creators.filter { $0.value.count > 1 }.keys)
      ofCounts.formUnion(counters.filter { $0.value.count > 1 }.keys)
      ofCreations.formUnion(ofCounts)
    }
  }

  func isCarrier(_ frame: Frame, isCreation: Bool) -> Bool { carriers.cover(frame, isCreation: isCreation) }

  /// What the names of functions tell a summary, and the code of them where it is at hand.
  public static func names(of trace: Trace, _ symbolizer: Symbolizer, pairs: CodePairs? = nil) -> StackNames {
    let carriers = Carriers(trace, symbolizer)
    var numbers: [String: Int] = [:]
    var first: [String: Int] = [:]
    var names = StackNames()
    for number in trace.stacks.keys.sorted() {
      guard let stack = trace.stacks[number] else { continue }
      let isCreation = !stack.type.isEmpty
      let frames = symbolizer.frames(of: stack.addresses)
      let outline = "\(stack.type)\n\(Self.outline(of: frames, without: carriers, isCreation: isCreation))"
      names.representatives[number] = first[outline] ?? number
      first[outline] = names.representatives[number]
      if let pairs, stack.type.isEmpty { names.endings[number] = pairs.release(at: frames) }
      if let pairs {
        let releases = pairs.releases(ofTakingAt: frames, isCreation: isCreation)
        if !releases.isEmpty { names.takings[number] = releases }
      }
      guard let place = frames.firstIndex(where: { !carriers.cover($0, isCreation: isCreation) }) else { continue }
      let frame = frames[place]
      let name = CodeName(frame.function)
      func numbered(_ text: String) -> Int {
        let known = numbers[text] ?? numbers.count
        numbers[text] = known
        return known
      }
      names.functions[number] = numbered("function " + frame.function)
      names.callers[number] = Set(frames.map { numbered("function " + $0.function) })
      let givers = frames[place...].prefix(while: \.givesPointer).count
      names.handedTo[number] = frames[(place + 1)...].prefix(givers).map { numbered("function " + $0.function) }
      if name.qualifier.isEmpty {
        names.words[number] = name.simple.split(separator: "_").map { numbered("word \($0)") }
      } else {
        names.kin[number] = numbered(name.qualifier)
      }
    }
    return names
  }

  /// `Cache::put (cache.cpp:31)`
  ///
  /// Of a destruction, who brought it about: the destructors themselves are left out.
  func place(_ stack: Int, isDestruction: Bool = false) -> String {
    var list = frames[stack] ?? []
    if isDestruction, let first = list.firstIndex(where: { !CodeName($0.function).simple.hasPrefix("~") }) {
      list.removeFirst(first)
    }
    let isCreation = isCreation(stack)
    guard let frame = list.first(where: { !isCarrier($0, isCreation: isCreation) }) ?? list.first else {
      return "an unknown place"
    }
    let file = frame.file.split(separator: "/").last.map(String.init) ?? ""
    let function = CodeName(frame.function).shown
    return frame.line > 0 ? "\(function) (\(file):\(frame.line))" : function
  }

  /// Whether objects are made at a stack; else they are only counted there.
  func isCreation(_ stack: Int) -> Bool { types[stack] != nil }

  /// Why a group may be alive; nil where nobody says so.
  func allowance(of group: LedgerSummary.Group) -> LedgerAllowance? {
    allowances.first { $0.allows(type: group.type, frames: frames[group.creation] ?? []) }
  }

  func sentence(of undeclared: LedgerSummary.Undeclared) -> String {
    let noun =
      (undeclared.type.isEmpty ? "" : CodeName(undeclared.type).shown + " ")
      + (undeclared.count == 1 ? "object was" : "objects were")
    return
      "\(undeclared.count) \(noun) not declared before commit \(undeclared.commit), made in \(place(undeclared.creation))"
  }

  /// Objects that are alive and need a reason.
  public var unexplainedCount: Int {
    if mode == .count { return max(0, summary.alive) }
    return summary.groups.filter { allowance(of: $0) == nil }.reduce(0) { $0 + $1.count }
  }

  /// The functions in which references are taken that nothing gives back, without parameters, and the files they are in.
  public var suspects: (functions: Set<String>, files: Set<String>) {
    var functions: Set<String> = []
    var files: Set<String> = []
    for group in summary.groups where allowance(of: group) == nil {
      for stack in [group.creation] + group.outstanding.map(\.retain) {
        for frame in frames[stack] ?? [] {
          functions.insert(String(frame.function.prefix { $0 != "(" }))
          if frame.line > 0, !frame.file.isEmpty { files.insert(frame.file) }
        }
      }
    }
    return (functions, files)
  }
}
