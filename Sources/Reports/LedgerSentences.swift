import Ledger

extension LedgerReport {
  /// The type of live objects whose end would give a reference back; nil where it is not given back in a destructor, or none
  /// such is alive.
  private func owner(of entry: LedgerSummary.Outstanding) -> String? {
    guard let frame = entry.usualRelease.flatMap(speaking) else { return nil }
    let name = CodeName(frame.function)
    return name.simple.hasPrefix("~") && livePaths.contains(name.qualifier) ? name.qualifier : nil
  }

  /// Whether the objects of a group only live because others do.
  func isConsequence(_ group: LedgerSummary.Group) -> Bool {
    group.isKeptByOthers || group.reach.isEmpty && isOwnedByOthers(group)
  }

  /// Whether each reference that is left is given back by a destructor that has not run.
  private func isOwnedByOthers(_ group: LedgerSummary.Group) -> Bool {
    !group.outstanding.isEmpty && group.outstanding.allSatisfy { owner(of: $0) != nil }
  }

  /// Nobody destroyed them, and their memory is free, as where a pool ends; what of it went back to the system is not known any more.
  static func isFreed(_ group: LedgerSummary.Group) -> Bool {
    let freed = group.reach[.freed] ?? 0
    return freed > 0 && freed + (group.reach[.unknown] ?? 0) == group.count
  }

  /// What is to be said of objects that are gone with their memory: who held them is gone, too, so that only what their references tell is
  /// known.
  var freedLines: [String] {
    let freed = summary.groups.filter { allowance(of: $0) == nil && Self.isFreed($0) }
    let roots = freed.filter { !isOwnedByOthers($0) }
    let further = roots.dropFirst(Self.mostInFull) + freed.filter(isOwnedByOthers)
    return roots.prefix(Self.mostInFull).flatMap(sentences) + tally(of: further, state: Self.gone)
  }

  private static let gone = "gone with the memory, as where a pool ends"

  private static func state(of group: LedgerSummary.Group) -> String { isFreed(group) ? gone : "still alive" }

  /// What a group comes to: a sentence for each outstanding retain, and for objects that have none.
  func sentences(of group: LedgerSummary.Group) -> [String] {
    let state = Self.state(of: group)
    guard mode == .full else {
      return ["\(Self.objects(group.count, type: group.type)) \(state), made in \(place(group.creation))"]
    }
    var sentences = group.outstanding.map { sentence(of: $0, in: group) }
    let settled = group.settled - group.uncertain
    if settled > 0 {
      sentences.append(
        "\(Self.objects(settled, type: group.type)) \(state) though every reference was given back: nothing destroyed \(settled == 1 ? "it" : "them")"
      )
    }
    if group.uncertain > 0 {
      let one = group.uncertain == 1
      sentences.append(
        "\(Self.objects(group.uncertain, type: group.type)) \(state), made in \(place(group.creation)): which reference is left is not known, since \(one ? "its" : "their") count also changes in places that are not recorded"
      )
    }
    return sentences
  }

  private func sentence(of entry: LedgerSummary.Outstanding, in group: LedgerSummary.Group) -> String {
    // What nothing else keeps is no consequence, though its own kind would end it: a ring, for one.
    let isOwnKind = !group.reach.isEmpty && !group.isKeptByOthers
    if let owner = owner(of: entry), let release = entry.usualRelease,
      owner != CodeName(group.type).path || !isOwnKind
    {
      let noun = Self.noun(entry.objects, type: group.type)
      let live = entry.objects == 1 ? "lives" : "live"
      return
        "\(entry.objects) \(noun) \(live) on with the \(owner) objects: the references are given back in \(place(release))"
    }
    let objects = "\(Self.objects(entry.objects, type: group.type)) \(Self.state(of: group))"
    let what =
      isCreation(entry.retain)
      ? "the first reference, made in \(place(entry.retain)), has no release"
      : "the retain in \(place(entry.retain)) has no release"
    let times = entry.count == entry.objects ? "" : " \(entry.count) times"
    guard let release = entry.usualRelease else {
      let stated = statedReleases[entry.retain] ?? []
      if stated.isEmpty { return "\(objects): \(what)\(times)" }
      let more = stated.count > 2 ? " and \(stated.count - 2) more places" : ""
      return
        "\(objects): \(what)\(times); the code gives it back in \(stated.prefix(2).joined(separator: ", "))\(more)"
    }
    let others = entry.usualCount == 1 ? "1 other was" : "\(entry.usualCount) others were"
    return "\(objects): \(what)\(times); \(others) released in \(place(release))"
  }

  private static func noun(_ count: Int, type: String) -> String {
    (type.isEmpty ? "" : CodeName(type).shown + " ") + (count == 1 ? "object" : "objects")
  }

  static func objects(_ count: Int, type: String) -> String {
    "\(count) \(noun(count, type: type)) \(count == 1 ? "is" : "are")"
  }

  /// What is wrong, in one sentence.
  func sentence(of problem: LedgerSummary.Problem) -> String {
    let object = problem.type.isEmpty ? "an object" : "a \(CodeName(problem.type).shown)"
    let times = problem.count == 1 ? "" : ", \(problem.count) times"
    let end = problem.destruction.map { ", destroyed in \(place($0, isDestruction: true))" } ?? ""
    switch problem.kind {
    case .overRelease:
      return "\(object) is released once too often in \(place(problem.stack))\(times)\(end)"
    case .useAfterDestroy:
      return "\(object) is used in \(place(problem.stack)) after its end\(times)\(end)"
    case .unseenRetain:
      return
        "\(object) is released in \(place(problem.stack)) more often than it was seen to be retained\(times): its count also changes in places that are not recorded"
    case .writeAfterDestroy, .crashAfterDestroy:
      let byte = problem.offset.map { " at byte \($0)" } ?? ""
      return problem.kind == .writeAfterDestroy
        ? "\(object) is written to\(byte) after its end\(end)"
        : "\(object) is used\(byte) in \(place(problem.stack)) after its end, and the program crashes\(end)"
    case .destroyedWhileOwned:
      return "\(object) is destroyed in \(place(problem.stack)) while references to it are left\(times)"
    }
  }
}
