import ClangBridge
import Facts

extension UnitLowering {
  /// Clang's name for an entity across units, made unlike for entities that other units cannot see: two files may
  /// each have their own `helper`.
  func usr(_ declaration: ClangDeclaration) -> TextID {
    let text = unit.usr(declaration).string
    if declaration.isExternallyVisible { return facts.texts.intern(text) }
    let place = unit.nameSpan(declaration)
    if place.file == 0 || declaration.isInstantiation { return facts.texts.intern("\(text)@\(request.mainFile)") }
    let path = path(ofFile: place.file)
    return facts.texts.intern("\(text)@\(path)")
  }

  func qualifiedName(_ declaration: ClangDeclaration) -> TextID {
    facts.texts.intern(unit.qualifiedName(declaration).string)
  }

  func name(_ declaration: ClangDeclaration) -> TextID { facts.texts.intern(unit.name(declaration).string) }

  /// Attributes in the spelling of `Attributes`, with the macro before the declared type.
  func attributes(_ declaration: ClangDeclaration) -> [TextID] {
    var result: [TextID] = []
    let text = unit.attributes(declaration)
    if !text.isEmpty {
      for line in text.string.split(separator: "\n") { result.append(facts.texts.intern(String(line))) }
    }
    let macro = unit.typeMacro(declaration)
    if !macro.isEmpty { result.append(facts.texts.intern(Attributes.macroPrefix + macro.string)) }
    return result
  }

  /// The place of a declaration's name; of one in a precompiled header whoever read the header knows.
  func nameSpan(_ declaration: ClangDeclaration) -> Span {
    if request.lowersOnlyOwnDeclarations, declaration.isPrecompiled { return .none }
    return span(unit.nameSpan(declaration))
  }
}
