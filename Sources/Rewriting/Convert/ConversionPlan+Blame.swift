import Claims
import Foundation

// Whose fault it is when something is wrong with a converted program.

extension ConversionPlan {
  /// The slots that an objection is about, each with what is to be said of it; all of a file where it cannot be told of an error.
  ///
  /// - Parameter check: how often everything was checked: what is found the first time is about what its line names and the function's
  ///   own variables, then its parameters and result too, and then all that it uses. Each check takes long.
  public func slots(meantBy objection: ConversionProof.Objection, check: Int = 1) -> [(ClaimSlotID, String)] {
    let (path, line, reason): (String, Int, String)
    var named: Set<ClaimSlotID> = []
    switch objection {
    case .error(let place, let number, let message):
      (path, line, reason) = (place, number, "the compiler would say: \(message)")
    case .finding(let function, let place, let number, let message, _):
      (path, line, reason) = (place, number, "'deed check' would say: \(message)")
      let all = slotsOfFunction[function] ?? []
      named = all.intersection(check == 1 ? variables[function] ?? [] : ownSlots[function] ?? [])
      if named.isEmpty || check > 2 { named = all }
    }
    var meant = mentions(path, line)
    if case .error(_, _, let message) = objection { meant = narrowed(meant, path, message) }
    meant.formUnion(named)
    // Text that no fact speaks of, a template that nothing is made of for one, says itself what it uses.
    if meant.isEmpty, case .error = objection { meant = words(path, line) }
    if meant.isEmpty, case .error = objection { meant = Set(mentions[path]?.map(\.slot) ?? []) }
    if meant.isEmpty, case .finding(let function, _, _, _, let through) = objection {
      meant = slots(calledFrom: function, through)
    }
    return meant.sorted().map { ($0, reason) }
  }

  /// An error that names classes is about smart pointers to these: at its place, or else among the fields of its file, whose ends no
  /// text shows.
  private func narrowed(_ near: Set<ClaimSlotID>, _ path: String, _ message: String) -> Set<ClaimSlotID> {
    let words = CountedDefinitions.words(of: message)
    func isNamed(_ slot: ClaimSlotID) -> Bool { classOfSlot[slot].map { words.contains($0) } ?? false }
    let here = near.filter(isNamed)
    if !here.isEmpty { return here }
    let inFile = Set(mentions[path]?.map(\.slot) ?? []).filter(isNamed)
    let ending = inFile.intersection(fields)
    return !ending.isEmpty ? ending : near.isEmpty ? inFile : near
  }

  /// The slots that an error may be about where none that it seems to be about is left: those of its file, or all.
  public func slots(perhapsMeantBy objection: ConversionProof.Objection) -> [(ClaimSlotID, String)] {
    let path: String
    switch objection {
    case .error(let place, _, _), .finding(_, let place, _, _, _): path = place
    }
    let near = Set(mentions[path]?.map(\.slot) ?? [])
    let all = near.isEmpty ? mentions.values.reduce(into: Set()) { $0.formUnion($1.map(\.slot)) } : near
    return all.sorted().map { ($0, "the converted program would not be sound: \(objection.words)") }
  }

  /// Where nothing is converted in a function, what is found there comes of what it calls: the nearest that is converted, seen from
  /// the functions that the finding's path names, if any are.
  private func slots(calledFrom function: String, _ through: [String]) -> Set<ClaimSlotID> {
    let named = through.filter { calleesOfFunction[$0] != nil || slotsOfFunction[$0] != nil }
    for start in [named, [function]] {
      var seen = Set(start)
      var level = start
      while !level.isEmpty {
        let found = level.reduce(into: Set<ClaimSlotID>()) { $0.formUnion(slotsOfFunction[$1] ?? []) }
        if !found.isEmpty { return found }
        level = Set(level.flatMap { calleesOfFunction[$0] ?? [] }).filter { seen.insert($0).inserted }.sorted()
      }
    }
    return []
  }

  private func words(_ path: String, _ line: Int) -> Set<ClaimSlotID> {
    guard let (text, range) = text(of: path, line) else { return [] }
    var found: Set<ClaimSlotID> = []
    var offset = range.lowerBound
    while offset < min(range.upperBound, text.bytes.count) {
      var end = offset
      while end < text.bytes.count, SourceText.isWord(text.bytes[end]) { end += 1 }
      found.formUnion(slotsOfWord[text[offset..<end]] ?? [])
      offset = max(end, offset + 1)
    }
    return found
  }

  /// What a line of the new text was, in the text as it is; a file without edits is as it was.
  private func text(of path: String, _ line: Int) -> (SourceText, Range<Int>)? {
    if let original = originals[path] {
      return lines[path]?.original(ofLine: line).map { (SourceText(original), $0) }
    }
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let bytes = [UInt8](data)
    let table = LineTable(bytes)
    guard line > 0, line <= table.count else { return nil }
    return (SourceText(bytes), table.start(of: line - 1)..<table.start(of: line))
  }

  private func mentions(_ path: String, _ line: Int) -> Set<ClaimSlotID> {
    guard let all = mentions[path] else { return [] }
    // A file without edits is as it was.
    for distance in 0...2 {
      var found: Set<ClaimSlotID> = []
      for number in line - distance...line + distance {
        guard let range = lines[path]?.original(ofLine: number) else { continue }
        for one in all where range.contains(one.offset) { found.insert(one.slot) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }
}
