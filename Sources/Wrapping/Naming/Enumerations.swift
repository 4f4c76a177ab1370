import Facts

extension FaceEnumeration {
  /// What Swift makes of an enumeration of the headers.
  init(_ enumeration: Enumeration) {
    let swiftNames = TypeNaming.memberNames(of: enumeration.enumerators.map(\.name), in: enumeration.name)
    self.init(
      nativeName: enumeration.name, isTypedef: enumeration.isTypedef, isScoped: enumeration.isScoped,
      swiftName: TypeNaming.typeName(enumeration.name), form: enumeration.isFlags ? .optionSet : .open,
      members: zip(enumeration.enumerators, swiftNames).map {
        Member(nativeName: $0.name, swiftName: $1, value: $0.value)
      })
  }
}

extension Enumeration {
  /// Whether its values are bits to be combined: they are single bits, and such as counting does not give, or the name says so.
  fileprivate var isFlags: Bool {
    let values = Set(enumerators.map(\.value).filter { $0 != 0 })
    let bits = values.filter { $0 > 0 && $0 & ($0 - 1) == 0 }
    let all = bits.reduce(0, |)
    // What is no bit itself is put together from bits.
    guard values.allSatisfy({ $0 > 0 && $0 & ~all == 0 || $0 == -1 }) else { return false }
    let saysSo = Words(splitting: name).words.contains { ["flags", "flag", "mask", "options", "bits"].contains($0) }
    if saysSo { return true }
    return bits.count > 2 && !values.contains(3)
  }
}
