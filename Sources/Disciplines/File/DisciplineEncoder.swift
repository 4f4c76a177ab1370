private import YAML

extension Discipline {
  /// The text of a file that reads back as this discipline, for a person to edit.
  ///
  /// Where it came from is not written: the file is its origin from then on.
  public func yaml() -> String { value.yaml() }

  private var value: YAMLValue {
    var entries = Entries()
    entries.list.append(("name", .string(name)))
    entries.add("summary", summary)
    entries.add("kind", kind.word, unless: Kind.counted.word)
    if onlyWhenNamed { entries.list.append(("only-when-named", .bool(true))) }
    entries.add("types", types.value)
    entries.add("counters", counters)
    if initialCount != 1 { entries.list.append(("initial-count", .int(initialCount))) }
    entries.add("counts", counts.map(\.value))
    entries.add("calls", calls.map(\.value))
    entries.add("conventions", conventions.map(\.value))
    entries.add("remarks", remarks.map(\.value))
    entries.add("entry-points", entryPoints.map(\.value))
    entries.add("booleans", booleans)
    entries.add("failures", failures)
    entries.add("smart-pointers", smartPointers.map(\.value))
    entries.add("containers", containers.map(\.value))
    entries.add("declared", .mapping(declared.map { ($0.ownership.word, $0.value) }))
    if let annotations { entries.list.append(("annotations", annotations.value)) }
    entries.add("recorded-by", recorder?.rawValue)
    entries.add("because", reasons.map(\.value))
    return entries.value
  }
}

/// A mapping under construction, without what is empty.
private struct Entries {
  var list: [(key: String, value: YAMLValue)] = []

  var value: YAMLValue { .mapping(list) }

  mutating func add(_ key: String, _ text: String?, unless usual: String = "") {
    if let text, text != usual { list.append((key, .string(text))) }
  }

  mutating func add(_ key: String, _ strings: [String]) {
    if !strings.isEmpty { list.append((key, .strings(strings))) }
  }

  mutating func add(_ key: String, _ values: [YAMLValue]) {
    if !values.isEmpty { list.append((key, .sequence(values))) }
  }

  mutating func add(_ key: String, _ value: YAMLValue) {
    if case .mapping(let entries) = value, entries.isEmpty { return }
    list.append((key, value))
  }
}

extension TypeSelection {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("bases", bases)
    entries.add("names", names)
    entries.add("aliases", aliases)
    entries.add("except", except)
    return entries.value
  }
}

extension CallRule {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("names", names)
    entries.add("attributes", attributes)
    if onlyIfReturningObject { entries.list.append(("returning-object", .bool(true))) }
    entries.list.append(("does", effects.value))
    return entries.value
  }
}

extension CallEffects {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    for (argument, effect) in arguments.sorted(by: { $0.key < $1.key }) {
      entries.add(String(argument), effect.word)
    }
    entries.add("rest", rest?.word)
    entries.add("receiver", receiver.word, unless: ArgumentEffect.borrows.word)
    entries.add("result", result.phrase, unless: ResultEffect.unspecified.phrase)
    if mayReturnNull { entries.list.append(("may-be-null", .bool(true))) }
    if let format { entries.add("format", "\(format.language.word) \(format.argument)") }
    return entries.value
  }
}

extension SmartPointer {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("names", names)
    if let object {
      if object != 0 { entries.list.append(("object", .int(object))) }
    } else {
      entries.add("object", "none")
    }
    entries.add("from-raw", construction.word, unless: Construction.adopts.word)
    entries.add("assign-raw", assignment.word, unless: Construction.never.word)
    entries.add("adopt", adopting)
    entries.add("retain", retaining)
    entries.add("detach", detaching)
    entries.add("get", getting)
    entries.add("clear", clearing)
    entries.add("fill", filling)
    entries.add("control-blocks", controlBlocks.map(\.value))
    if let conversion {
      let texts = [
        ("type", conversion.type), ("adopt", conversion.adopt), ("adopt-deduced", conversion.adoptDeduced),
        ("retain", conversion.retain), ("cast", conversion.cast), ("global", conversion.global),
        ("header", conversion.header),
      ]
      entries.list.append(("convert", .mapping(texts.filter { !$0.1.isEmpty }.map { ($0.0, .string($0.1)) })))
    }
    return entries.value
  }
}

extension SmartPointer.ControlBlock {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("name", name)
    entries.add("derived", derived)
    entries.add("retain", retaining)
    entries.add("retain-if-true", retainingIfTrue)
    entries.add("release", releasing)
    entries.add("end", ending)
    return entries.value
  }
}

extension Container {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("names", names)
    entries.add(
      "elements",
      elements.map { element in
        var entry = Entries()
        entry.list.append(("object", .int(element.object)))
        if let cleanup = element.cleanup { entry.list.append(("cleanup", .int(cleanup))) }
        return entry.value
      })
    entries.add("put", putting)
    entries.add("take", taking)
    entries.add("converts-to", convertsTo)
    return entries.value
  }
}

extension DeclaredSpelling {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("aliases", aliases)
    entries.add("macros", macros)
    entries.add("attributes", attributes)
    entries.add("receiver-attributes", receiverAttributes)
    return entries.value
  }
}

extension AnnotationStyle {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("form", form.word, unless: Form.alias.word)
    entries.add("owner", owner)
    entries.add("pointer", pointer)
    entries.add("leaked", leaked)
    // An empty text is meant: it says that this goes without saying.
    if let ownerResult { entries.list.append(("owner-result", .string(ownerResult))) }
    if let pointerResult { entries.list.append(("pointer-result", .string(pointerResult))) }
    if let ownerVariable { entries.list.append(("owner-variable", .string(ownerVariable))) }
    if let pointerVariable { entries.list.append(("pointer-variable", .string(pointerVariable))) }
    entries.add("record", record)
    entries.add("record-attributes", recordAttributes)
    entries.add("header", header)
    entries.add("definition", definition)
    return entries.value
  }
}

extension Reason {
  fileprivate var value: YAMLValue {
    var entries = Entries()
    entries.add("says", sentence)
    entries.add("in", function)
    entries.add("at", location)
    return entries.value
  }
}
