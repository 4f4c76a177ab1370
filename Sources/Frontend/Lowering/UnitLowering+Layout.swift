import ClangBridge
import Facts

/// Where declarations and statements stand in the text, for who asked for it.
extension UnitLowering {
  func recordLayout(of declaration: ClangDeclaration, _ part: ClangLayoutPart) {
    guard request.recordsLayout, !declaration.isNone, !isLoweredElsewhere(declaration), !unit.isSystem(declaration)
    else { return }
    let found = unit.layout(of: declaration, part)
    guard found.isPresent, found.name.file != 0 else { return }
    var flags: DeclarationLayout.Flags = []
    if found.isGrouped { flags.insert(.isGrouped) }
    if found.isFirst { flags.insert(.isFirst) }
    if found.isParenthesized { flags.insert(.isParenthesized) }
    if found.isTrailing { flags.insert(.isTrailing) }
    if found.isInstantiated { flags.insert(.isInstantiated) }
    let row = DeclarationLayout(
      part: part == .result ? .result : .variable, form: form(found.form), flags: flags, name: span(found.name),
      specifier: span(found.specifier), detachedQualifier: span(found.detachedQualifier), pointer: span(found.pointer),
      suffix: span(found.suffix), initializer: span(found.initializer), declarator: span(found.declarator),
      whole: span(found.whole), group: span(found.group), argument: span(found.argument))
    if seenLayouts.insert(row).inserted { facts.layout.declarations.append(row) }
  }

  /// The result and the parameters of one declaration of a function.
  func recordFunctionLayout(of declaration: ClangDeclaration) {
    guard request.recordsLayout else { return }
    recordLayout(of: declaration, .result)
    for index in 0..<declaration.parameterCount { recordLayout(of: declaration.parameter(at: index), .variable) }
  }

  func recordStatements(in body: ClangStatement) {
    guard request.recordsLayout, !body.isNone else { return }
    let empty = ClangStatementLayout()
    for found in gather(empty, { unit.layouts(in: body, into: $0, capacity: $1) }) {
      var flags: StatementLayout.Flags = []
      if found.isSoleBody { flags.insert(.isSoleBody) }
      if found.isGuardSoleBody { flags.insert(.isGuardSoleBody) }
      facts.layout.statements.append(
        StatementLayout(
          flags: flags, expression: span(found.expression), statement: span(found.statement),
          guardStatement: span(found.guard), condition: span(found.condition)))
    }
  }

  private func form(_ form: ClangTypeForm) -> DeclarationLayout.Form {
    switch form {
    case .plain: .plain
    case .alias: .alias
    case .deduced: .deduced
    case .template: .template
    }
  }
}
