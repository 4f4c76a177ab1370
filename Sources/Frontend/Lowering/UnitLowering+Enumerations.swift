import ClangBridge
import Facts

extension UnitLowering {
  /// One without a name is only a list of constants.
  func visitEnumeration(_ declaration: ClangDeclaration) {
    guard declaration.isDefinedEnumeration else { return }
    let alias = declaration.enumerationTypedef
    let name = unit.name(declaration).string
    guard !alias.isNone || !name.isEmpty else { return }
    let place = unit.nameSpan(declaration)
    let members = gather(declaration) { declaration.enumerators(into: $0, capacity: $1) }
    enumerations.append(
      Enumeration(
        name: unit.qualifiedName(alias.isNone ? declaration : alias).string, isTypedef: !alias.isNone,
        isScoped: declaration.isScopedEnumeration,
        enumerators: members.map { Enumeration.Enumerator(name: unit.name($0).string, value: $0.enumeratorValue) },
        file: place.file == 0 ? request.mainFile : path(ofFile: place.file)))
  }
}
