import Claims
import Facts

/// A slot's name on the command line: `x::f()` is a result, `x::f(0)` a parameter, `x::f(list)` a local, `x::T::next` a field.
public struct SlotName {
  private let facts: FactBase

  public init(facts: FactBase) { self.facts = facts }

  public func name(of slot: ClaimSlot) -> String {
    let (container, name) = (slot.container(in: facts), slot.name(in: facts))
    switch slot.kind {
    case .return: return "\(container)()"
    case .param, .outParam: return "\(container)(\(slot.index))"
    case .local: return "\(container)(\(name))"
    case .field, .element: return "\(container)::\(name)"
    case .global: return name
    }
  }
}
