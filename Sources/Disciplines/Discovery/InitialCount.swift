import Facts

/// The number that a fresh object's count begins with.
struct InitialCount {
  private let counting: Counting

  init(_ counting: Counting) {
    self.counting = counting
  }

  /// The constant that is stored into the counter most often, and where; nil where none is.
  ///
  /// An object that is made with nothing in its count and counted up by its maker begins with one all the same.
  func number(of family: CountedFamily) -> (number: Int64, function: FunctionID, span: Span)? {
    guard let leaf = family.path.last else { return nil }
    var tally: [Int64: (count: Int, function: FunctionID, span: Span)] = [:]
    for (function, stores) in counting.places.constantStores where !stores.isEmpty {
      for store in stores where store.field == leaf {
        let known = tally[store.number]
        // The first by identifier, so that the order of walking does not show.
        let isEarlier = known.map { function < $0.function } ?? true
        tally[store.number] = (
          (known?.count ?? 0) + 1, isEarlier ? function : (known?.function ?? function),
          isEarlier ? store.span : (known?.span ?? store.span)
        )
      }
    }
    // Memory is often cleared first, and set to its one reference later.
    if tally.count > 1 { tally[0] = nil }
    let best = tally.max { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }
    return best.map { ($0.key, $0.value.function, $0.value.span) }
  }
}
