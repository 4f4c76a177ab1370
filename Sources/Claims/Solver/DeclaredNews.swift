import Facts

/// Takes what the code declares for news only: where the rest of the code says the same, nothing is added.
struct DeclaredNews {
  private struct Declared {
    var slot: ClaimSlotID
    var evidence: Evidence
    var places: [Place]
  }

  /// Where a declaration says who owns something.
  private struct Place: Hashable {
    var file: FileID
    var begin: UInt32
    var isResult: Bool
    var isElement: Bool
  }

  private let declared: [Declared]
  private let facts: FactBase

  private init(_ solver: Solver) {
    facts = solver.facts
    declared = solver.table.slots.indices.compactMap { number in
      let slot = SlotView(id: ClaimSlotID(number), solver: solver)
      guard let match = DeclaredOwnership.match(slot) else { return nil }
      let evidence = Evidence(
        rule: DeclaredOwnership.id, ownership: match.ownership, strength: .declared, span: match.span,
        detail: match.detail)
      return Declared(slot: slot.id, evidence: evidence, places: Self.places(of: slot.slot, in: solver.facts))
    }
  }

  private static func places(of slot: ClaimSlot, in facts: FactBase) -> [Place] {
    slot.names(in: facts).map {
      Place(file: $0.file, begin: $0.begin, isResult: slot.kind == .return, isElement: slot.kind == .element)
    }
  }

  /// `solve` works with the declarations that it is given alone.
  static func settle(_ solve: ([(ClaimSlotID, Evidence)]) -> Solver) -> Solver {
    var solver = solve([])
    let news = DeclaredNews(solver)
    var isNews = [Bool](repeating: false, count: news.declared.count)
    while case let found = news.differing(from: solver, besides: isNews), !found.isEmpty {
      for number in found { isNews[number] = true }
      solver = solve(
        news.declared.indices.filter { isNews[$0] }.map { (news.declared[$0].slot, news.declared[$0].evidence) })
    }
    return solver
  }

  /// The declarations that say what the code does not say of any slot which they are of.
  private func differing(from solver: Solver, besides known: [Bool]) -> [Int] {
    let open = declared.indices.filter {
      !known[$0] && solver.state.claims[declared[$0].slot.index] != Claim(declared[$0].evidence.ownership)
    }
    if open.isEmpty { return [] }
    var said: [Place: Set<Claim>] = [:]
    for number in open {
      for place in declared[number].places { said[place] = [] }
    }
    for (number, slot) in solver.table.slots.enumerated() where solver.state.claims[number] != .unknown {
      for place in Self.places(of: slot, in: facts) where said[place] != nil {
        said[place]?.insert(solver.state.claims[number])
      }
    }
    return open.filter { number in
      let claim = Claim(declared[number].evidence.ownership)
      return !declared[number].places.contains { said[$0]?.contains(claim) == true }
    }
  }
}
