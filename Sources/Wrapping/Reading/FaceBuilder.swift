import Claims
import Disciplines
import Facts

extension Face {
  /// The face of the functions that the headers show, with what is known of them.
  ///
  /// ```swift
  /// let face = Face(module: "Box", language: .c, headers: [.init(name: "box.h", isAngled: true)], source: source)
  /// ```
  ///
  /// - Parameters:
  ///   - module: the Swift module.
  ///   - language: the headers'.
  ///   - headers: as the module includes them.
  ///   - source: what is known.
  ///   - holdsHandles: objects that have one owner get Swift classes.
  public init(module: String, language: Language, headers: [Header], source: FaceSource, holdsHandles: Bool = false) {
    self.init(module: module, language: language, headers: headers, holdsHandles: holdsHandles)
    let visible = source.surface.functions(in: source.facts).filter { source.facts[$0].kind != .destructor }
    let reading = TypeReading(
      source: source, module: module, functions: visible, isCPlusPlus: language == .cPlusPlus)
    let found = reading.types()
    types = found.map(\.type)
    // C++ mode imports them well enough by itself.
    enumerations =
      language == .cPlusPlus
      ? [] : source.enumerations.filter { source.surface.contains($0.file) }.map { FaceEnumeration($0) }
    let typeOfRecord = reading.places(of: found)
    let uses = TypeUseReading(facts: source.facts, typeOfRecord: typeOfRecord)
    var builder = FunctionBuilder(
      source: source, types: types, uses: uses, typeOfRecord: typeOfRecord, pointers: PointerUse(source.facts),
      memory: MemoryReading(source: source, visible: visible, uses: uses), isCPlusPlus: language == .cPlusPlus,
      holdsHandles: self.holdsHandles)
    functions = visible.map { builder.function($0) }
    if self.holdsHandles {
      let reading = HandleReading(face: self, source: source, pointers: builder.pointers)
      for (index, id) in visible.enumerated() {
        functions[index].treatment = reading.treatment(of: functions[index], id)
      }
    }
    if language == .cPlusPlus { settleOverloads() }
    distinguishNames()
  }

  /// Notes name methods without their parameters, so that what is said of one is said of all of its name: each is called through a
  /// function of its own.
  private mutating func settleOverloads() {
    let groups = Dictionary(grouping: functions.indices) { functions[$0].nativeName }
    for (_, group) in groups where group.count > 1 {
      let ownerships = Set(group.map { functions[$0].result.ownership })
      let isShimmed = group.contains { if case .shim = functions[$0].treatment { true } else { false } }
      guard ownerships.count > 1 || isShimmed else { continue }
      for (number, index) in group.filter({ functions[$0].treatment.isWrapped }).enumerated() {
        functions[index].overload = number
        if case .shim = functions[index].treatment { continue }
        guard !functions[index].isConstructor, let name = functions[index].memberName(among: types) else {
          functions[index].treatment = .unavailable(
            reason: "its overloads treat references differently, and notes cannot tell them apart")
          continue
        }
        functions[index].treatment = .shim(name, Shim(isThunk: true))
      }
    }
  }

  /// Two functions that Swift could not tell apart keep their native names, but for the first.
  private mutating func distinguishNames() {
    var taken: Set<String> = []
    for index in functions.indices {
      guard let name = functions[index].treatment.name else { continue }
      if !taken.insert(name.key).inserted { functions[index].treatment.name = nil }
    }
    // A property that can only be set is none.
    for index in functions.indices {
      guard let name = functions[index].treatment.name, name.form == .setter else { continue }
      let hasGetter = functions.contains {
        $0.treatment.name.map { $0.form == .getter && $0.type == name.type && $0.base == name.base } ?? false
      }
      if hasGetter, isPropertyOfOneType(name) { continue }
      functions[index].treatment.name = SwiftName(
        form: .function, type: name.type, base: "set" + name.base.prefix(1).uppercased() + name.base.dropFirst(),
        labels: name.labels.map { $0 == "self" ? "self" : "_" })
    }
  }

  /// Getter and setter speak of the same type.
  private func isPropertyOfOneType(_ name: SwiftName) -> Bool {
    var got: FaceResult?
    var set: FaceParameter?
    for function in functions {
      guard let other = function.treatment.name, other.type == name.type, other.base == name.base else { continue }
      if other.form == .getter, case .imported = function.treatment { got = function.result }
      if other.form == .setter, case .imported = function.treatment {
        set = function.parameters.enumerated().first { other.labels[$0.offset] != "self" }?.element
      }
    }
    guard let got, let set else { return false }
    return got.use == set.use && !got.use.isPointer
  }
}

extension Treatment {
  var name: SwiftName? {
    get {
      switch self {
      case .imported(let name), .shim(let name, _): name
      case .overlay(let member): member.name
      case .counting, .unavailable, .question: nil
      }
    }
    set {
      switch self {
      case .imported: self = .imported(newValue)
      case .shim(_, let shim): self = .shim(newValue, shim)
      case .overlay(.text): if let newValue { self = .overlay(.text(newValue)) } else { self = .imported(nil) }
      case .overlay(.handle(var member)):
        if let newValue {
          member.name = newValue
          self = .overlay(.handle(member))
        } else {
          self = .imported(nil)
        }
      case .counting, .unavailable, .question: break
      }
    }
  }
}
