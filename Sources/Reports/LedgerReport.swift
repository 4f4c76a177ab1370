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
  /// Of live objects, without template arguments.
  private(set) var livePaths: Set<String> = []
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
    livePaths = Set(Set(self.summary.groups.map(\.type)).map { CodeName($0).path })
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

  /// The function that a stack speaks of; nil where it has none but carriers.
  func speaking(_ stack: Int) -> Frame? {
    let frames = frames[stack] ?? []
    return carriers.speaking(in: frames, isCreation: isCreation(stack)).map { frames[$0] }
  }

  /// What the names of functions tell a summary, and the code of them where it is at hand.
  public static func names(of trace: Trace, _ symbolizer: Symbolizer, pairs: CodePairs? = nil) -> StackNames {
    let carriers = Carriers(trace, symbolizer)
    var numbers: [String: Int] = [:]
    func numbered(_ text: String) -> Int {
      let known = numbers[text] ?? numbers.count
      numbers[text] = known
      return known
    }
    var codeNames: [Int: CodeName] = [:]
    var first: [[Int]: Int] = [:]
    var names = StackNames()
    for number in trace.stacks.keys.sorted() {
      guard let stack = trace.stacks[number] else { continue }
      let isCreation = !stack.type.isEmpty
      let frames = symbolizer.frames(of: stack.addresses)
      // What counts up and what counts down may stand in one line.
      let said =
        [numbered(stack.type), frames.first?.number ?? 0]
        + Self.outline(of: frames, without: carriers, isCreation: isCreation)
      names.representatives[number] = first[said] ?? number
      first[said] = names.representatives[number]
      if let pairs, stack.type.isEmpty { names.endings[number] = pairs.release(at: frames) }
      if let pairs {
        let releases = pairs.releases(ofTakingAt: frames, isCreation: isCreation)
        if !releases.isEmpty { names.takings[number] = releases }
      }
      let speaking = carriers.speaking(in: frames, isCreation: isCreation)
      if frames.prefix(speaking ?? frames.count).contains(where: { $0.isKeeper || $0.isInstalled }) {
        names.keepers.insert(number)
      }
      guard let place = speaking else { continue }
      let frame = frames[place]
      let name = codeNames[frame.number] ?? CodeName(frame.function)
      codeNames[frame.number] = name
      names.functions[number] = frame.number
      names.callers[number] = Set(frames.map(\.number))
      let givers = frames[place...].prefix(while: \.givesPointer).count
      names.handedTo[number] = frames[(place + 1)...].prefix(givers).map(\.number)
      if name.qualifier.isEmpty {
        names.words[number] = name.simple.split(separator: "_").map { numbered(String($0)) }
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
    guard let frame = carriers.speaking(in: list, isCreation: isCreation).map({ list[$0] }) ?? list.first else {
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
          if frame.line > 0, !frame.file.isEmpty, !frame.isInstalled { files.insert(frame.file) }
        }
      }
    }
    return (functions, files)
  }
}
