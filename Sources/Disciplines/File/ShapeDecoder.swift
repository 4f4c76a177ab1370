import YAML

// Smart pointers, containers and annotation styles: the parts of a discipline file that describe shapes, not calls.

extension SmartPointer {
  static let keys = [
    "names", "object", "from-raw", "assign-raw", "adopt", "retain", "detach", "get", "clear", "fill",
    "convert", "control-blocks",
  ]

  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("a smart pointer", keys: Self.keys)
    self.init(names: try mapping.strings("names"))
    guard !names.isEmpty else { throw YAMLError(at: mapping.position, "a smart pointer needs the key 'names'") }
    if let object = mapping["object"] {
      self.object = try object.string("'object'") == "none" ? nil : try object.position("'object'")
    }
    construction = try mapping["from-raw"]?.word("'from-raw'") ?? .adopts
    assignment = try mapping["assign-raw"]?.word("'assign-raw'") ?? .never
    adopting = try mapping.strings("adopt")
    retaining = try mapping.strings("retain")
    detaching = try mapping.strings("detach")
    getting = try mapping.strings("get")
    clearing = try mapping.strings("clear")
    filling = try mapping.strings("fill")
    for node in try mapping.nodes("control-blocks") { controlBlocks.append(try ControlBlock(node)) }
    if let node = mapping["convert"] {
      let keys = ["type", "adopt", "adopt-deduced", "retain", "cast", "global", "header"]
      let texts = try node.mapping("'convert'", keys: keys)
      var conversion = Conversion(
        type: try texts.requiredString("type"), adopt: try texts.requiredString("adopt"),
        header: try texts.string("header") ?? "")
      conversion.adoptDeduced = try texts.string("adopt-deduced") ?? ""
      conversion.retain = try texts.string("retain") ?? ""
      conversion.cast = try texts.string("cast") ?? ""
      conversion.global = try texts.string("global") ?? ""
      self.conversion = conversion
    }
  }
}

extension SmartPointer.ControlBlock {
  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping(
      "a control block", keys: ["name", "derived", "retain", "retain-if-true", "release", "end"])
    self.init(
      name: try mapping.requiredString("name"), derived: try mapping.strings("derived"),
      retaining: try mapping.strings("retain"), retainingIfTrue: try mapping.strings("retain-if-true"),
      releasing: try mapping.strings("release"), ending: try mapping.strings("end"))
  }
}

extension Container {
  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("a container", keys: ["names", "elements", "put", "take", "converts-to"])
    self.init(
      names: try mapping.strings("names"), elements: [], convertsTo: try mapping.string("converts-to") ?? "")
    guard !names.isEmpty else { throw YAMLError(at: mapping.position, "a container needs the key 'names'") }
    putting = try mapping.strings("put")
    taking = try mapping.strings("take")
    for element in try mapping.nodes("elements") {
      let entry = try element.mapping("an element", keys: ["object", "cleanup"])
      guard let object = entry["object"] else {
        throw YAMLError(at: entry.position, "an element needs the key 'object', the number of a template argument")
      }
      elements.append(
        Element(object: try object.position("'object'"), cleanup: try entry["cleanup"]?.position("'cleanup'")))
    }
  }
}

extension AnnotationStyle {
  static let keys = [
    "form", "owner", "pointer", "leaked", "owner-result", "pointer-result", "owner-variable", "pointer-variable",
    "record", "record-attributes", "header", "definition",
  ]

  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try node.mapping("'annotations'", keys: Self.keys)
    self.init(
      form: try mapping["form"]?.word("'form'") ?? .alias, owner: try mapping.string("owner") ?? "",
      pointer: try mapping.string("pointer") ?? "", leaked: try mapping.string("leaked") ?? "",
      ownerResult: try mapping.string("owner-result"), pointerResult: try mapping.string("pointer-result"),
      ownerVariable: try mapping.string("owner-variable"), pointerVariable: try mapping.string("pointer-variable"),
      record: try mapping.string("record") ?? "", header: try mapping.string("header") ?? "",
      definition: try mapping.string("definition") ?? "")
    recordAttributes = try mapping.strings("record-attributes")
    guard form != .attribute else { return }
    for key in Self.keys.dropFirst().prefix(7) {
      if let value = mapping[key], let text = try mapping.string(key), !text.isEmpty, !text.contains("{}") {
        throw YAMLError(at: value.position, "'\(key)' must hold '{}' where the type stands, as in 'owner<{}>'")
      }
    }
  }
}

extension YAMLNode {
  /// A number from 0.
  fileprivate func position(_ subject: String) throws(YAMLError) -> Int {
    let number = try int(subject)
    guard number >= 0 else { throw YAMLError(at: position, "\(subject) must be a number from 0, not \(number)") }
    return number
  }
}
