import Disciplines
import Facts

/// Pointers to `void`, of which no type says whose object they are.
extension Walker {
  func isGoverned(_ type: TypeID) -> Bool {
    knowledge.disciplines.discipline(pointedToBy: type, in: facts) != nil
  }

  /// `void *`: nothing is said of whose object it is.
  func isUntyped(_ type: TypeID) -> Bool {
    guard !type.isNone, facts[type].kind == .pointer, let inner = facts[type].inner.optional else { return false }
    return facts[inner].kind == .void
  }

  /// Of what type a value was before it was converted to what a callee takes.
  func unconvertedType(of value: ValueID) -> TypeID {
    let source = body.unconverted(value)
    return source.isNone ? .none : body[source].type
  }

  func isUntyped(_ effect: Outcome.Effect, _ site: CallSite) -> Bool {
    guard case .argument(let position) = effect.path.root, position >= 0, effect.path.steps.isEmpty else {
      return false
    }
    return isUntyped(parameterType(position, site))
  }

  /// What frees a `void *` ends counted objects and other memory alike, and what keeps one owns what it keeps in one place and
  /// only lends it in another: the objects at hand tell.
  func applyUntyped(_ effect: Outcome.Effect, to target: TermID, _ site: CallSite, _ frame: inout Frame) {
    guard !effect.isKept, !effect.isUncertain else {
      blurAll(from: target, includesOthers: true, &frame.path.state)
      if effect.isKept { frame.path.state.holdings[object(at: target)]?.flags.insert(.isKept) }
      return
    }
    guard case .argument(let position) = effect.path.root else { return }
    let type = unconvertedType(of: operand(position, of: site))
    guard frame.path.state.holdings[object(at: target)] != nil || isGoverned(type) || isUntyped(type) else { return }
    apply(effect, to: target, site, &frame)
  }
}
