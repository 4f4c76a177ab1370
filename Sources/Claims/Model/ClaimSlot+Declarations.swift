import Facts

extension ClaimSlot {
  /// The names of all declarations of a slot. A template's instantiations share theirs, and so do functions of one name in several
  /// programs that one header declares.
  public func names(in facts: FactBase) -> [Span] {
    switch kind {
    case .return: facts[function].declarations + [facts[function].span]
    case .param, .outParam: facts[function].slots[self.slot].declarations + [facts[function].slots[self.slot].span]
    case .global: facts[global].declarations + [span]
    case .local, .field, .element: [span]
    }
  }
}
