extension Verb {
  /// Every verb there is, in the order in which a newcomer needs them.
  static let all: [Verb] = [
    .infer, .check, .annotate, .convert, .wrap, .explain, .rules, .disciplines, .cc, .cxx, .record, .ledger, .config,
    .completion,
    .help,
  ]

  static func named(_ name: String) -> Verb? { all.first { $0.name == name } }
}
