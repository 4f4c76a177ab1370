import ClangBridge
import Facts

extension UnitLowering {
  /// Clang's name for an entity across units, made unlike for entities that other units cannot see: two files may
  /// each have their own `helper`.
  func usr(_ declaration: ClangDeclaration) -> TextID {
    let text = placed(unit.usr(declaration).string)
    if declaration.isExternallyVisible { return facts.texts.intern(text) }
    var place = unit.nameSpan(declaration)
    // What the compiler adds to a record without a name is where the record is.
    if place.file == 0, !declaration.record.isNone { place = unit.nameSpan(declaration.record) }
    // An instantiation is the unit's own where it is made for something of the unit's own, whose file its USR names; made for
    // something of a header it is the header's.
    let isOfUnit = declaration.isInstantiation && text.contains(FilePath.name(of: request.mainFile))
    if place.file == 0 || isOfUnit { return facts.texts.intern("\(text)@\(request.mainFile)") }
    let path = path(ofFile: place.file)
    return facts.texts.intern("\(text)@\(path)")
  }

  func qualifiedName(_ declaration: ClangDeclaration) -> TextID {
    facts.texts.intern(placed(unit.qualifiedName(declaration).string))
  }

  func name(_ declaration: ClangDeclaration) -> TextID { facts.texts.intern(placed(unit.name(declaration).string)) }

  /// What has no name is named by its place, `(lambda at ../x.h:3:7)`, and that by how the file was included: each file has one
  /// path here.
  private func placed(_ name: String) -> String {
    // Asked of every name there is: hardly any has a parenthesis.
    guard name.utf8.contains(UInt8(ascii: "(")), name.contains(" at ") else { return name }
    var result = ""
    var rest = name[...]
    while let mark = rest.firstRange(of: " at ") {
      result += rest[..<mark.upperBound]
      rest = rest[mark.upperBound...]
      let end = rest.firstIndex(of: ")") ?? rest.endIndex
      let path = rest[..<end].prefix { $0 != ":" }
      if !path.isEmpty { result += FilePath.absolute(String(path), in: request.directory) }
      rest = rest[path.endIndex...]
    }
    return result + rest
  }

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

  /// The user's own, and lowered by who read the precompiled header: here it is only referred to.
  ///
  /// System headers' declarations and instantiations are lowered by whom they concern, in a precompiled header or not: one
  /// that was declared there may get its body here.
  func isLoweredElsewhere(_ declaration: ClangDeclaration) -> Bool {
    request.lowersOnlyOwnDeclarations && declaration.isPrecompiled && !declaration.isInstantiation
      && !unit.brings(declaration)
      && !unit.isSystem(declaration)
  }

  /// The place of a declaration's name; of one that is lowered elsewhere they know it there.
  func nameSpan(_ declaration: ClangDeclaration) -> Span {
    isLoweredElsewhere(declaration) ? .none : span(unit.nameSpan(declaration))
  }
}
