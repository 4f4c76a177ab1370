/// Swift names of functions, by the Swift API Design Guidelines.
///
/// A function belongs to the type of the object that it is called on, or that it makes; its name loses the words that say
/// so. What makes an object is an initialiser, `get` and `set` are a property, assertions read as such.
struct FunctionNaming {
  let types: [FaceType]
  private let stems: [Words]
  private let byStemLength: [Int]
  private let haveMembers: [Bool]

  /// - Parameter holdsHandles: objects that have one owner are held by classes, which have members too.
  init(types: [FaceType], holdsHandles: Bool = false) {
    self.types = types
    haveMembers = types.map { $0.isCounted || holdsHandles && $0.isHandle }
    stems = types.map {
      Words(
        TypeNaming.stem(
          $0.pointerName ?? ($0.spelling.hasPrefix("struct ") ? String($0.spelling.dropFirst(7)) : $0.spelling)))
    }
    let stems = stems
    byStemLength = types.indices.sorted { stems[$0].count > stems[$1].count }
  }

  /// The parameter that a function is a method of.
  func receiver(of function: FaceFunction) -> Int? {
    let words = Words(splitting: function.simpleName)
    var firstObject: Int?
    for (position, parameter) in function.parameters.enumerated() {
      guard case .object(let type) = parameter.use, haveMembers[type], !parameter.isConsumed else { continue }
      if words.dropping(prefix: stems[type]) != nil { return position }
      if firstObject == nil { firstObject = position }
    }
    guard let firstObject else { return nil }
    // `keymap_new(context)` makes a keymap; it is no method of the context.
    if makes(function) != nil { return nil }
    return firstObject == 0 ? 0 : nil
  }

  /// The type that the function is a maker of, with what its name says besides.
  func makes(_ function: FaceFunction) -> (type: Int, rest: Words)? {
    guard case .object(let type) = function.result.use, haveMembers[type], function.result.ownership == .owned
    else { return nil }
    let words = Words(splitting: function.simpleName)
    guard words.words.contains(where: { Habits.makers.contains($0) }), let rest = rest(words, besides: type) else {
      return nil
    }
    // A copy is made of an object: a method of it.
    let isMethod = function.parameters.contains { parameter in
      if case .object(type) = parameter.use {
        return types[type].isHandle || words.dropping(prefix: stems[type]) != nil
      }
      return false
    }
    if isMethod { return nil }
    return (type, Words(rest.words.filter { !Habits.makers.contains($0) && !Habits.prepositions.contains($0) }))
  }

  /// What a maker's name says besides the type's; a library with one kind of object may say its own name only.
  private func rest(_ words: Words, besides type: Int) -> Words? {
    if let rest = words.removing(stems[type]) { return rest }
    let shared = words.commonPrefix(with: stems[type])
    return types[type].isHandle && !shared.isEmpty ? Words(words.words.dropFirst(shared.count)) : nil
  }

  func name(of function: FaceFunction) -> SwiftName? {
    if let made = makes(function) { return initializer(function, of: made.type, rest: made.rest) }
    let words = Words(splitting: function.simpleName)
    if let receiver = receiver(of: function), case .object(let type) = function.parameters[receiver].use {
      return member(
        function, receiver: receiver, of: type, words: words.dropping(prefix: stems[type]) ?? shortened(words, type))
    }
    if let type = byStemLength.first(where: {
      stems[$0].count < words.count && words.dropping(prefix: stems[$0]) != nil
    }),
      haveMembers[type], let rest = words.dropping(prefix: stems[type])
    {
      return SwiftName(
        form: .function, type: types[type].swiftName, base: base(rest),
        labels: labels(function, skipping: nil, after: rest))
    }
    return SwiftName(
      form: .function, type: nil, base: base(words), labels: labels(function, skipping: nil, after: words))
  }

  /// Without the words that the type's name begins with too: a library's own.
  private func shortened(_ words: Words, _ type: Int) -> Words {
    let shared = words.commonPrefix(with: stems[type])
    let rest = Words(words.words.dropFirst(shared.count))
    // `computeBigBox` names its object at the end.
    if shared.isEmpty, types[type].isHandle, let verb = words.removing(stems[type]), !verb.isEmpty { return verb }
    return rest.isEmpty ? words : rest
  }

  private func initializer(_ function: FaceFunction, of type: Int, rest: Words) -> SwiftName {
    var labels = function.parameters.enumerated().map { label(of: $1, at: $0) }
    let names = Set(function.parameters.flatMap { Words(splitting: $0.name).words })
    let says = Words(rest.words.filter { !names.contains($0) })
    if !says.isEmpty {
      if labels.isEmpty {
        labels = [says.lowerCamel]
      } else if labels.count == 1 || labels[0] == "_" || labels[0].count == 1 {
        labels[0] = says.lowerCamel
      } else {
        labels[0] = Words(says.words + Words(splitting: function.parameters[0].name).words).lowerCamel
      }
    }
    return SwiftName(form: .initializer, type: types[type].swiftName, base: "init", labels: labels)
  }

  private func member(_ function: FaceFunction, receiver: Int, of type: Int, words: Words) -> SwiftName {
    let swiftType = types[type].swiftName
    let others = function.parameters.count - 1
    func labels(_ rest: Words) -> [String] { self.labels(function, skipping: receiver, after: rest) }
    if others == 0, function.result.use != .void, let property = property(words, function.result) {
      return SwiftName(form: .getter, type: swiftType, base: property, labels: ["self"])
    }
    if others == 1, function.result.use == .void, words.count > 1, let first = words.first,
      Habits.setters.contains(first)
    {
      let property = base(Words(words.words.dropFirst()))
      return SwiftName(
        form: .setter, type: swiftType, base: property,
        labels: receiver == 0 ? ["self", "newValue"] : ["newValue", "self"])
    }
    var verb = words
    // Guidelines: what makes a value begins with `make`.
    if case .object = function.result.use, function.result.ownership == .owned, words.first == "create" {
      verb = Words(["make"] + words.words.dropFirst())
    }
    return SwiftName(form: .function, type: swiftType, base: base(verb), labels: labels(verb))
  }

  private func property(_ words: Words, _ result: FaceResult) -> String? {
    guard let first = words.first else { return nil }
    if Habits.assertions.contains(first), words.count > 1 { return base(words) }
    guard Habits.getters.contains(first), words.count > 1 else { return nil }
    // What hands out a new object each time is no property.
    if result.ownership == .owned { return nil }
    return base(Words(words.words.dropFirst()))
  }

  private func base(_ words: Words) -> String {
    let name = words.lowerCamel
    if name.isEmpty { return "callAsFunction" }
    if name.first.map(\.isNumber) ?? false { return "_" + name }
    return Habits.reserved.contains(name) ? name + "Value" : name
  }

  /// The object that a method is called on is `self`; the first other argument needs no label where the name leads to it.
  private func labels(_ function: FaceFunction, skipping receiver: Int?, after words: Words) -> [String] {
    var isFirst = true
    return function.parameters.enumerated().map { position, parameter in
      if position == receiver { return "self" }
      defer { isFirst = false }
      return isFirst ? "_" : label(of: parameter, at: position)
    }
  }

  private func label(of parameter: FaceParameter, at position: Int) -> String {
    let name = Words(splitting: parameter.name).lowerCamel
    if name.isEmpty || name == "self" || ["inout", "var", "let"].contains(name) { return position == 0 ? "_" : "_" }
    return name
  }
}
