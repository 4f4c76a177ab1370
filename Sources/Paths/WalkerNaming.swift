import Facts

/// How a caller names what a function does something to.
extension Walker {
  /// How many steps the access path of a value or an address has, -1 where there is none. Asked far more often than the path.
  func pathLength(of term: TermID) -> Int {
    guard !term.isNone else { return -1 }
    if term.index >= pathLengths.count {
      pathLengths += Array(repeating: -2, count: terms.count - pathLengths.count)
    }
    if pathLengths[term.index] > -2 { return Int(pathLengths[term.index]) }
    let length: Int
    switch terms[term] {
    case .global: length = 0
    case .slot(let slot): length = isRecordParameter(slot) ? 0 : -1
    case .initial(let place):
      if case .slot(let slot) = terms[place] {
        let isArgument = slot.index < Int(function.parameterCount) && !isRecordParameter(slot)
        length = slot == function.thisSlot || isArgument ? 0 : -1
      } else {
        length = longer(pathLength(of: place))
      }
    case .field(let base, let field):
      length = knowledge.shapes.isSole[field.index] ? pathLength(of: base) : longer(pathLength(of: base))
    case .element(let base, _): length = longer(pathLength(of: base))
    default: length = -1
    }
    pathLengths[term.index] = Int8(length)
    return length
  }

  private func longer(_ length: Int) -> Int { length >= 0 && length < AccessPath.lengthLimit ? length + 1 : -1 }

  private func isRecordParameter(_ slot: SlotID) -> Bool {
    slot.index < Int(function.parameterCount) && isRecord(function.slots[slot.index].type)
  }

  /// How a caller names a value or an address.
  func accessPath(of term: TermID) -> AccessPath? {
    guard pathLength(of: term) >= 0 else { return nil }
    switch terms[term] {
    case .global(let global): return AccessPath(root: .global(global))
    case .slot(let slot):
      guard slot.index < Int(function.parameterCount), isRecord(function.slots[slot.index].type) else { return nil }
      return AccessPath(root: .argument(slot.index))
    case .initial(let place):
      if case .slot(let slot) = terms[place] {
        if slot == function.thisSlot { return AccessPath(root: .argument(-1)) }
        guard slot.index < Int(function.parameterCount) else { return nil }
        return isRecord(function.slots[slot.index].type) ? nil : AccessPath(root: .argument(slot.index))
      }
      return accessPath(of: place)?.appending(.content)
    case .field(let base, let field): return accessPath(of: base)?.appending(.field(field))
    case .element(let base, let position): return accessPath(of: base)?.appending(.element(indexName(of: position)))
    default: return nil
    }
  }

  /// How a caller names the number of an element. One that a loop counts up to is another in each round, even if the first is
  /// known.
  private func indexName(of position: TermID) -> AccessPath.Index {
    switch terms[position] {
    case .constant(let number) where terms.isConstant(position) && index.literals.contains(number): .number(number)
    case .initial(let place):
      if case .slot(let slot) = terms[place], slot != function.thisSlot, slot.index < Int(function.parameterCount) {
        .argument(slot.index)
      } else {
        .some
      }
    default: .some
    }
  }

  /// The number of an element that a callee named, as far as it is the same in each round of a loop.
  func position(_ index: AccessPath.Index, _ site: CallSite) -> TermID {
    switch index {
    case .number(let number): return terms.constant(number)
    case .argument(let argument):
      let given = site[argument]
      if indexName(of: given) != .some { return given }
    case .some: break
    }
    return terms.constant(TermTable.someElement)
  }
}
