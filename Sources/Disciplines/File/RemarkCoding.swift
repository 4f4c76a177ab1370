import YAML

extension CallRemark.ErrorEffect: FileWord {}
extension EntryPoints.Failure: FileWord {}

extension CallRemark {
  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping(
      "a remark",
      keys: [
        "names", "not-null", "drops", "key", "error", "frees", "moves", "fills", "allocates", "ends", "ends-keys",
        "ends-nothing", "refuses",
      ])
    self.init(
      names: try mapping.strings("names"), drops: try mapping.int("drops"), key: try mapping.int("key"),
      frees: try mapping.int("frees"), moves: try mapping.int("moves"), fills: try mapping.int("fills"),
      allocates: try mapping.bool("allocates") ?? false, ends: try mapping.int("ends"),
      endsKeys: try mapping.int("ends-keys"), endsNothing: try mapping.bool("ends-nothing") ?? false,
      refuses: try mapping.bool("refuses") ?? false)
    for node in try mapping.nodes("not-null") { notNull.append(try node.int("each argument of 'not-null'")) }
    if let node = mapping["error"] { error = try node.word("'error'") }
    guard !names.isEmpty else {
      throw YAMLError(at: mapping.position, "a remark needs 'names', to say which functions it is about")
    }
  }

  var value: YAMLValue {
    var entries: [(key: String, value: YAMLValue)] = [("names", .strings(names))]
    if !notNull.isEmpty { entries.append(("not-null", .sequence(notNull.map { .int($0) }))) }
    if let drops { entries.append(("drops", .int(drops))) }
    if let key { entries.append(("key", .int(key))) }
    if let error { entries.append(("error", .string(error.word))) }
    if let frees { entries.append(("frees", .int(frees))) }
    if let moves { entries.append(("moves", .int(moves))) }
    if let fills { entries.append(("fills", .int(fills))) }
    if allocates { entries.append(("allocates", .bool(true))) }
    if let ends { entries.append(("ends", .int(ends))) }
    if let endsKeys { entries.append(("ends-keys", .int(endsKeys))) }
    if endsNothing { entries.append(("ends-nothing", .bool(true))) }
    if refuses { entries.append(("refuses", .bool(true))) }
    return .mapping(entries)
  }
}

extension EntryPoints {
  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("an entry point", keys: ["fields", "failure"])
    self.init(fields: try mapping.strings("fields"), failure: try mapping["failure"]?.word("'failure'") ?? .null)
  }

  var value: YAMLValue {
    .mapping([("fields", .strings(fields)), ("failure", .string(failure.word))])
  }
}
