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
  private var statedReleases: [Int: [String]] = [:]
  /// Findings of `deed check` about the functions of this report, printed as they come.
  public var explanation = ""
  /// Whether GObject's functions were stood before.
  private var isInterposed = false
  private var changedFiles: [String] = []

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
    isInterposed = trace.maps.contains { $0.contains("/libdeed-gobject.so") }
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
    changedFiles = symbolizer.changedFiles.sorted()
    frames = [:]
    for stack in stacks { frames[stack] = symbolizer.frames(of: trace.stacks[stack]?.addresses ?? []) }
    carriers = Carriers(trace, symbolizer)
    if let pairs {
      for entry in summary.groups.flatMap(\.outstanding) {
        let releases = pairs.releases(ofTakingAt: frames[entry.retain] ?? [], isCreation: isCreation(entry.retain))
        statedReleases[entry.retain] = Set(releases.map(pairs.name)).sorted()
      }
    }
    mergeGroups()
    for group in summary.groups {
      for case .data(let address) in group.holders.keys { variables[address] = symbolizer.variable(at: address) }
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
    if isCut { notes.append("the program did not come to its end: what is alive may be no leak") }
    for file in changedFiles {
      notes.append("\(file) has been built anew since the run: its functions cannot be named")
    }
    if isInterposed {
      notes.append(
        "of GObject only calls that cross from one library to another are seen: references that GLib takes by itself are not"
      )
    }
    if summary.created == 0, summary.retains == 0 {
      notes.append("no object was seen: was what makes them compiled by 'deed cc' or 'deed c++'?")
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
      guard let frame = frames.first(where: { !carriers.cover($0, isCreation: isCreation) }) else { continue }
      let qualifier = CodeName(frame.function).qualifier
      if qualifier.isEmpty { continue }
      let known = numbers[qualifier] ?? numbers.count
      numbers[qualifier] = known
      names.kin[number] = known
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
    summary.groups.filter { allowance(of: $0) == nil }.reduce(0) { $0 + $1.count }
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

  /// The type of live objects whose end would give a reference back; nil where it is not given back in a destructor, or none
  /// such is alive.
  private func owner(of entry: LedgerSummary.Outstanding) -> String? {
    guard let release = entry.usualRelease,
      let frame = (frames[release] ?? []).first(where: { !isCarrier($0, isCreation: false) })
    else { return nil }
    let name = CodeName(frame.function)
    guard name.simple.hasPrefix("~"), summary.groups.contains(where: { CodeName($0.type).path == name.qualifier })
    else {
      return nil
    }
    return name.qualifier
  }

  /// Whether the objects of a group only live because others do.
  func isConsequence(_ group: LedgerSummary.Group) -> Bool {
    group.isKeptByOthers
      || group.reach.isEmpty && !group.outstanding.isEmpty && group.outstanding.allSatisfy { owner(of: $0) != nil }
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
      // What nothing else keeps is no consequence, though its own kind would end it: a ring, for one.
      let isOwnKind = !group.reach.isEmpty && !group.isKeptByOthers
      if let owner = owner(of: entry), let release = entry.usualRelease,
        owner != CodeName(group.type).path || !isOwnKind
      {
        let type = CodeName(group.type).shown
        let noun = group.type.isEmpty ? "objects" : "\(type) \(group.count == 1 ? "object" : "objects")"
        return
          "\(group.count) \(noun) live on with the \(owner) objects: the references are given back in \(place(release))"
      }
      let what =
        isCreation(entry.retain)
        ? "the first reference, made in \(place(entry.retain)), has no release"
        : "the retain in \(place(entry.retain)) has no release"
      let times = entry.count == group.count ? "" : entry.count == 1 ? " once" : " \(entry.count) times"
      guard let release = entry.usualRelease else {
        let stated = statedReleases[entry.retain] ?? []
        if stated.isEmpty { return "\(objects) still alive: \(what)\(times)" }
        let more = stated.count > 2 ? " and \(stated.count - 2) more places" : ""
        return
          "\(objects) still alive: \(what)\(times); the code gives it back in \(stated.prefix(2).joined(separator: ", "))\(more)"
      }
      let others = entry.usualCount == 1 ? "1 other was" : "\(entry.usualCount) others were"
      return "\(objects) still alive: \(what)\(times); \(others) released in \(place(release))"
    }
  }

  static func objects(_ count: Int, type: String) -> String {
    let noun = (type.isEmpty ? "" : CodeName(type).shown + " ") + (count == 1 ? "object is" : "objects are")
    return "\(count) \(noun)"
  }

  /// What is wrong, in one sentence.
  func sentence(of problem: LedgerSummary.Problem) -> String {
    let object = problem.type.isEmpty ? "an object" : "a \(CodeName(problem.type).shown)"
    let times = problem.count == 1 ? "" : ", \(problem.count) times"
    switch problem.kind {
    case .overRelease:
      let end = problem.destruction.map { ", destroyed in \(place($0, isDestruction: true))" } ?? ""
      return "\(object) is released once too often in \(place(problem.stack))\(times)\(end)"
    case .useAfterDestroy:
      let end = problem.destruction.map { ", destroyed in \(place($0, isDestruction: true))" } ?? ""
      return "\(object) is used in \(place(problem.stack)) after its end\(times)\(end)"
    case .unseenRetain:
      return
        "\(object) is released in \(place(problem.stack)) more often than it was seen to be retained\(times): its count also changes in places that are not recorded"
    case .writeAfterDestroy, .crashAfterDestroy:
      let end = problem.destruction.map { ", destroyed in \(place($0, isDestruction: true))" } ?? ""
      let byte = problem.offset.map { " at byte \($0)" } ?? ""
      return problem.kind == .writeAfterDestroy
        ? "\(object) is written to\(byte) after its end\(end)"
        : "\(object) is used\(byte) in \(place(problem.stack)) after its end, and the program crashes\(end)"
    case .destroyedWhileOwned:
      return "\(object) is destroyed in \(place(problem.stack)) while references to it are left\(times)"
    }
  }
}
