import ClangBridge
import Facts

extension UnitLowering {
  func functionID(_ declaration: ClangDeclaration) -> FunctionID {
    let canonical = declaration.canonical
    let known = functionIDs[canonical.key]
    if known != PointerTable.absent { return FunctionID(known) }
    let id = FunctionID(facts.functions.count)
    functionIDs[canonical.key] = id.rawValue
    facts.functions.append(Function(usr: .none, name: .none, simpleName: .none, kind: .free))
    let function = makeFunction(declaration)
    facts.functions[id] = function
    if request.wantsSymbols { noteSymbols(of: declaration, id) }
    return id
  }

  /// The facts that need no body. The definition's parameters are taken where there is one: its names are the body's.
  private func makeFunction(_ declaration: ClangDeclaration) -> Function {
    let definition = declaration.definition
    let source = definition.isNone ? declaration : definition
    unit.settle(source)
    let bits = source.functionFlags
    var function = Function(
      usr: usr(declaration), name: qualifiedName(source), simpleName: name(source), kind: kind(source, bits))
    if bits & ClangFunctionFlagsLambdaOperator.rawValue != 0 {
      let closure = recordID(source.record)
      function.usr = facts.texts.intern("\(facts[facts[closure].usr])@operator")
    }
    // The compiler's own functions have the place where they were used first, which differs from unit to unit.
    let isBuiltIn = function.kind == .free && bits & ClangFunctionFlagsImplicit.rawValue != 0
    let isSystem = isBuiltIn || unit.isSystem(source)
    function.flags = functionFlags(bits, isSystem: isSystem, isInternal: !source.isExternallyVisible)
    if source.isInvalid { function.flags.insert(.hasErrors) }
    // The definition is known there, with its place.
    let isElsewhere = isLoweredElsewhere(source)
    if isElsewhere { function.flags.remove(.isDefined) }
    let record = source.record
    if !record.isNone { function.record = recordID(record) }
    function.type = typeID(source.type)
    function.returnType = typeID(source.returnType)
    function.span = isElsewhere ? .none : span(unit.nameSpan(source))
    let redeclarations = gather(source) { source.redeclarations(into: $0, capacity: $1) }
    function.declarations = sorted(redeclarations.map { nameSpan($0) })
    function.overrides = gather(source) { source.overridden(into: $0, capacity: $1) }.map { functionID($0) }
    if bits & ClangFunctionFlagsInstantiation.rawValue != 0 { function.pattern = span(unit.patternSpan(source)) }
    function.attributes = mergedAttributes(redeclarations)
    let count = source.parameterCount
    function.parameterCount = UInt32(count)
    for index in 0..<count {
      var others: [ClangDeclaration] = []
      for other in redeclarations where other.parameterCount > index { others.append(other.parameter(at: index)) }
      var slot = parameter(source.parameter(at: index), others: others, of: function.usr, index: index)
      // An instantiation's parameters came with the precompiled header; what it does is this unit's.
      if !isElsewhere { slot.span = span(unit.nameSpan(source.parameter(at: index))) }
      function.slots.append(slot)
    }
    for declaration in redeclarations { recordFunctionLayout(of: declaration) }
    return function
  }

  func parameter(
    _ declaration: ClangDeclaration, others: [ClangDeclaration], of usr: TextID, index: Int
  ) -> Slot {
    let name = name(declaration)
    var slot = Slot(
      kind: .parameter, name: name, type: typeID(declaration.type), span: nameSpan(declaration),
      declarations: sorted(others.map { nameSpan($0) }))
    slot.attributes = others.isEmpty ? attributes(declaration) : mergedAttributes(others)
    if !declaration.signatureType.isNone {
      let own = facts.texts.intern("\(facts[usr])@parameter\(index)")
      slot.signature = signature(of: declaration, usr: own, name: name)
    }
    return slot
  }

  /// Each once, in order of file and offset.
  func sorted(_ spans: [Span]) -> [Span] {
    let present = spans.filter { !$0.isNone }
    if present.count < 2 { return present }
    var result: [Span] = []
    for span in present.sorted(by: { ($0.file, $0.begin) < ($1.file, $1.begin) }) where result.last != span {
      result.append(span)
    }
    return result
  }

  func mergedAttributes(_ declarations: [ClangDeclaration]) -> [TextID] {
    var result: [TextID] = []
    for declaration in declarations {
      for attribute in attributes(declaration) where !result.contains(attribute) { result.append(attribute) }
    }
    return result
  }

  private func kind(_ declaration: ClangDeclaration, _ bits: UInt32) -> Function.Kind {
    if bits & ClangFunctionFlagsLambdaOperator.rawValue != 0 { return .closure }
    switch declaration.kind {
    case .constructor: return .constructor
    case .destructor: return .destructor
    case .conversion: return .conversion
    case .method: return bits & ClangFunctionFlagsStatic.rawValue != 0 ? .staticMethod : .method
    default: return .free
    }
  }

  private func functionFlags(_ bits: UInt32, isSystem: Bool, isInternal: Bool) -> Function.Flags {
    var flags: Function.Flags = []
    for (bit, flag) in Self.flagNames where bits & bit.rawValue != 0 { flags.insert(flag) }
    if isSystem { flags.insert(.isSystem) }
    if isInternal { flags.insert(.isInternal) }
    return flags
  }

  private static let flagNames: [(ClangFunctionFlags, Function.Flags)] = [
    (ClangFunctionFlagsVirtual, .isVirtual), (ClangFunctionFlagsPure, .isPure), (ClangFunctionFlagsConst, .isConst),
    (ClangFunctionFlagsVariadic, .isVariadic), (ClangFunctionFlagsNoReturn, .isNoReturn),
    (ClangFunctionFlagsNoThrow, .isNoThrow), (ClangFunctionFlagsImplicit, .isImplicit),
    (ClangFunctionFlagsInstantiation, .isInstantiation), (ClangFunctionFlagsOperator, .isOperator),
    (ClangFunctionFlagsDeleted, .isDeleted), (ClangFunctionFlagsDefaulted, .isDefaulted),
    (ClangFunctionFlagsUnprototyped, .isUnprototyped), (ClangFunctionFlagsDefined, .isDefined),
    (ClangFunctionFlagsCopy, .isCopy), (ClangFunctionFlagsMove, .isMove), (ClangFunctionFlagsInline, .isInline),
    (ClangFunctionFlagsPrivate, .isPrivate), (ClangFunctionFlagsProtected, .isProtected),
  ]

  /// What the function pointer in a declaration promises: its typedef's signature, else one of its own.
  func signature(of declaration: ClangDeclaration, usr: TextID, name: TextID) -> FunctionID {
    let type = declaration.signatureType
    guard !type.isNone else { return .none }
    let alias = declaration.signatureTypedef
    if !alias.isNone { return signature(ofTypedef: alias) }
    return makeSignature(
      declaration, redeclarations: [declaration], type: type, usr: facts.texts.intern("\(facts[usr])@signature"),
      name: name)
  }

  func signature(ofTypedef declaration: ClangDeclaration) -> FunctionID {
    let canonical = declaration.canonical
    let known = signatureIDs[canonical.key]
    if known != PointerTable.absent { return FunctionID(known) }
    // A typedef may stand in several headers. The first by path speaks for all: which one a unit meets first depends on
    // what it includes.
    let all = gather(declaration) { declaration.redeclarations(into: $0, capacity: $1) }
    let first = first(of: all) ?? declaration
    return makeSignature(
      first, redeclarations: all, type: first.signatureType, usr: usr(first), name: qualifiedName(first))
  }

  /// The first of several declarations, by the path of its file and the place there.
  func first(of all: [ClangDeclaration]) -> ClangDeclaration? {
    all.min { precedes(span(unit.nameSpan($0)), span(unit.nameSpan($1))) }
  }

  private func precedes(_ left: Span, _ right: Span) -> Bool {
    guard !left.isNone, !right.isNone else { return !left.isNone && right.isNone }
    let (one, other) = (facts[facts[left.file].path], facts[facts[right.file].path])
    return one != other ? one < other : left.begin < right.begin
  }

  private func makeSignature(
    _ declaration: ClangDeclaration, redeclarations: [ClangDeclaration], type: ClangType, usr: TextID, name: TextID
  ) -> FunctionID {
    let key = declaration.kind == .typedef ? declaration.canonical.key : declaration.key
    let known = signatureIDs[key]
    if known != PointerTable.absent { return FunctionID(known) }
    let id = FunctionID(facts.functions.count)
    signatureIDs[key] = id.rawValue
    facts.functions.append(Function(usr: usr, name: name, simpleName: name, kind: .signature))
    var function = facts[id]
    // Its place is told however it was read: a precompiled header tells of a typedef only what it uses itself.
    function.span = span(unit.nameSpan(declaration))
    function.declarations = sorted(redeclarations.map { span(unit.nameSpan($0)) })
    function.type = typeID(type)
    function.returnType = typeID(unit.shape(of: type).inner)
    function.attributes = mergedAttributes(redeclarations)
    if type.isVariadicFunction { function.flags.insert(.isVariadic) }
    if !type.hasPrototype { function.flags.insert(.isUnprototyped) }
    if unit.isSystem(declaration) { function.flags.insert(.isSystem) }
    let types = gather(type) { type.parameters(into: $0, capacity: $1) }
    let written = gather(declaration) { declaration.signatureParameters(into: $0, capacity: $1) }
    let others = redeclarations.map { other in gather(other) { other.signatureParameters(into: $0, capacity: $1) } }
    function.parameterCount = UInt32(types.count)
    for (index, type) in types.enumerated() {
      if index < written.count, !written[index].isNone {
        let alike = others.compactMap { index < $0.count && !$0[index].isNone ? $0[index] : nil }
        var slot = parameter(written[index], others: alike, of: usr, index: index)
        slot.span = span(unit.nameSpan(written[index]))
        slot.declarations = sorted(alike.map { span(unit.nameSpan($0)) })
        function.slots.append(slot)
      } else {
        function.slots.append(Slot(kind: .parameter, name: .none, type: typeID(type), span: .none))
      }
    }
    facts.functions[id] = function
    for (declaration, parameters) in zip(redeclarations, others) {
      recordLayout(of: declaration, .result)
      for parameter in parameters { recordLayout(of: parameter, .variable) }
    }
    return id
  }
}
