import Facts

extension DisciplineIndex {
  /// The ownership that the code itself declares for a place, and the spelling that says so.
  ///
  /// `attributes` are the slot's, field's or global's own; for a function's result pass the function's.
  public func declaredOwnership(
    type: TypeID, attributes: [TextID], in facts: FactBase
  ) -> (ownership: Ownership, spelling: String)? {
    for attribute in attributes {
      if let ownership = ownershipOfAttribute[attribute] { return (ownership, facts[attribute]) }
    }
    guard !type.isNone else { return nil }
    for alias in facts[type].aliases {
      if let ownership = ownershipOfAlias[alias] { return (ownership, facts[alias]) }
    }
    return nil
  }

  /// The same for a reference or pointer to the declared place: an out-parameter `owner<T *> *`.
  public func declaredOwnership(throughOutParameter type: TypeID, in facts: FactBase) -> (
    ownership: Ownership, spelling: String
  )? {
    guard !type.isNone, facts[type].kind == .pointer || facts[type].isReference else { return nil }
    return declaredOwnership(type: facts[type].inner, attributes: [], in: facts)
  }

  public func declaredOwnership(of slot: Slot, in facts: FactBase) -> (ownership: Ownership, spelling: String)? {
    declaredOwnership(type: slot.type, attributes: slot.attributes, in: facts)
  }

  public func declaredOwnership(of field: Field, in facts: FactBase) -> (ownership: Ownership, spelling: String)? {
    declaredOwnership(type: field.type, attributes: field.attributes, in: facts)
  }

  public func declaredOwnership(of global: Global, in facts: FactBase) -> (ownership: Ownership, spelling: String)? {
    declaredOwnership(type: global.type, attributes: global.attributes, in: facts)
  }

  /// What a function declares of its result.
  public func declaredOwnership(ofResultOf function: Function, in facts: FactBase) -> (
    ownership: Ownership, spelling: String
  )? {
    declaredOwnership(type: function.returnType, attributes: function.attributes, in: facts)
  }

  /// What a method declares of the object that it is called on.
  public func declaredOwnership(ofReceiverOf function: Function, in facts: FactBase) -> (
    ownership: Ownership, spelling: String
  )? {
    for attribute in function.attributes {
      if let ownership = ownershipOfReceiverAttribute[attribute] { return (ownership, facts[attribute]) }
    }
    return nil
  }
}
