/// Puts what an introspection file says into the words of a discipline.
struct GIRDescription {
  var functions: [GIRFunction]
  var types: [GIRType]
  var namespace: String

  func discipline(path: String) -> Discipline {
    var discipline = Discipline(name: namespace.lowercased(), origin: .file(path))
    discipline.summary = "\(namespace), as its introspection file says"
    discipline.types.bases = types.filter { !$0.isRecord && !$0.cType.isEmpty }.map(\.cType).sorted()
    discipline.types.names = types.filter { $0.isRecord && !$0.cType.isEmpty }.map(\.cType).sorted()
    var names: [CallEffects: [String]] = [:]
    let counting = countingFunctions
    for (name, effects) in counting { names[effects, default: []].append(name) }
    for function in functions where counting[function.name] == nil {
      let effects = effects(of: function)
      guard effects != CallEffects() else { continue }
      names[effects, default: []].append(function.name)
    }
    discipline.calls = names.map { CallRule(names: Array(Set($0.value)).sorted(), effects: $0.key) }
      .sorted { $0.names.lexicographicallyPrecedes($1.names) }
    return discipline
  }

  /// The functions that the types name as theirs, and a boxed type's methods `ref`, `unref`, `copy` and `free`, which are what
  /// introspection takes them by.
  private var countingFunctions: [String: CallEffects] {
    let retains = CallEffects(result: .retainedArgument(0))
    let releases = CallEffects(arguments: [0: .releases])
    let copies = CallEffects(result: .new)
    let frees = CallEffects(arguments: [0: .destroys])
    var found: [String: CallEffects] = [:]
    for type in types {
      for (name, effects) in [
        (type.retain, retains), (type.release, releases), (type.copy, copies), (type.free, frees),
      ] {
        if let name { found[name] = effects }
      }
    }
    let records = Set(types.filter(\.isRecord).map(\.cType))
    for function in functions where function.kind == "method" && records.contains(function.owner) {
      guard function.parameters.count == 1, found[function.name] == nil else { continue }
      let returnsItself = function.result?.cType.map { $0.hasSuffix("\(function.owner)*") } ?? false
      switch function.simpleName {
      case "ref" where returnsItself: found[function.name] = retains
      case "unref": found[function.name] = releases
      case "copy" where returnsItself: found[function.name] = copies
      case "free": found[function.name] = frees
      default: break
      }
    }
    return found
  }

  private func effects(of function: GIRFunction) -> CallEffects {
    var effects = CallEffects()
    for (position, parameter) in function.parameters.enumerated() where parameter.isObject {
      if let effect = effect(of: parameter) { effects.arguments[position] = effect }
    }
    if function.isThrowing { effects.arguments[function.parameters.count] = .fillsOnFailure }
    guard let result = function.result, result.isObject else { return effects }
    switch result.transfer {
    case "full", "container": effects.result = .new
    case "floating": effects.result = .floating
    // Who makes an object and hands over nothing makes a floating one.
    case _ where function.kind == "constructor": effects.result = .floating
    default:
      // A method's borrowed result lives as long as the object that it was asked of.
      effects.result = function.kind == "method" ? .borrowedFrom(argument: 0) : .borrowed
    }
    effects.mayReturnNull = result.isNullable
    return effects
  }

  /// Nil for what is borrowed, which needs no saying.
  private func effect(of parameter: GIRParameter) -> ArgumentEffect? {
    let isOwned = parameter.transfer == "full" || parameter.transfer == "container"
    switch parameter.direction {
    case "out": return isOwned ? .fillsOwned : .fillsBorrowed
    case "inout": return isOwned ? .replacesSlot : nil
    default: return isOwned ? .consumes : nil
    }
  }
}
