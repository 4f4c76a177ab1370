import Facts

/// What one function's walk shows of the fields of objects that live on: who puts references there, and who may take them out.
///
/// A field into which references go and out of which nobody ever takes one is forgotten where its object ends.
struct FieldUses: Sendable {
  /// Fields that a path leaves a reference in which nothing else has, and where that reference was taken.
  var filled: [FieldID: Span] = [:]
  /// Fields whose content was given away.
  var emptied: Set<FieldID> = []
  /// Fields whose content was shown to somebody who may have taken it.
  var shown: Set<FieldID> = []
  /// Classes and structs whose storage is given back.
  var freed: [RecordID: Span] = [:]
}

extension Walker {
  /// The frame leaves an object in a place that lives on.
  func noteStored(_ object: TermID, in place: TermID, _ holding: Holding?, _ state: State) {
    if let home = terms.place(ofContent: object), home != place, holding.map({ $0.owned <= 0 }) ?? true {
      // With no reference of its own it goes there with that of the field where it stood. Where nothing is known to give it up
      // in its new place, or it went there with a reference that had been taken for that, it still stands in the field.
      let isOwnersNow = terms.shape(of: place).flatMap { isOwner($0) } == true
      let isPaidFor = holding.map { $0.owned == 0 && $0.flags.contains(.isGivenAway) } ?? false
      if stillStands(object, in: home, state), isPaidFor || !isOwnersNow {
        noteShown(object)
      } else {
        insertEmptied(object)
      }
    }
    noteMoved(object, state)
    guard let holding, holding.owned > 0, holding.isFollowed, !holding.flags.contains(.isStorage),
      case .field(_, let field) = terms[place], uses.filled[field] == nil, isGoverned(facts[field].type),
      !isElsewhere(object, besides: place, state)
    else { return }
    uses.filled[field] = span(at: holding.origin)
  }

  /// Whether an object stands in another place too: the reference may be that one's. Where it stood when the frame began has its
  /// own.
  private func isElsewhere(_ object: TermID, besides place: TermID, _ state: State) -> Bool {
    let home = terms.place(ofContent: object)
    return state.memory.entries.contains { entry in
      let other = TermID(entry.key)
      return other != place && other != home && self.object(at: entry.value) == object && !terms.isLocal(other)
    }
  }

  /// What stands in a field is released, or given to somebody who releases it.
  func noteEmptied(of object: TermID) {
    guard let field = field(ofContent: object) else { return }
    if field == fieldOfCallee {
      // A callee that reaches for it there is the one that empties it.
      takenByCallees.insert(object)
    } else if let path = accessPath(of: object), !path.leadsThroughElement {
      // Who puts something else there does not empty it, which shows in the end.
      taken.insert(object)
    } else {
      insertEmptied(object)
    }
  }

  /// A path ends: what stands then in the fields that something was taken out of?
  func noteEmptied(in state: State) {
    for object in taken where !isReplaced(object, state) { insertEmptied(object) }
    // Who has a callee put nothing there empties it.
    for object in takenByCallees {
      guard let place = terms.place(ofContent: object), range(of: read(place, state), state).isZero else { continue }
      insertEmptied(object)
    }
  }

  /// Whether something else than at the start stands in an object's place, or nobody took it from there on this path.
  private func isReplaced(_ object: TermID, _ state: State) -> Bool {
    guard let place = terms.place(ofContent: object) else { return false }
    let content = read(place, state)
    guard content != object else {
      return state.holdings[object].map { $0.owned >= 0 && !$0.flags.contains(.isUncertain) } ?? true
    }
    return content != TermTable.unknown && !stood(content, in: place, state) && !range(of: content, state).isZero
  }

  /// Of what never ends it is not seen what it leaves in a field.
  func noteEmptiedWithoutEnd() {
    for object in taken.union(takenByCallees) { insertEmptied(object) }
  }

  private func insertEmptied(_ object: TermID) {
    if let field = field(ofContent: object) { uses.emptied.insert(field) }
  }

  /// What stands in a field may be released from here on by somebody else.
  func noteShown(_ object: TermID) {
    if let field = field(ofContent: object) { uses.shown.insert(field) }
  }

  private func field(ofContent object: TermID) -> FieldID? {
    guard let place = terms.place(ofContent: object), case .field(_, let field) = terms[place] else { return nil }
    return field
  }

  /// What stood in a field and does not any more goes elsewhere, with the field's reference.
  func noteMoved(_ object: TermID, _ state: State) {
    guard case .initial(let place) = terms[object], case .field = terms[place] else { return }
    if !stillStands(object, in: place, state) { insertEmptied(object) }
  }

  /// Whether a place was not seen to get another content: that somebody may have written there is no news.
  private func stillStands(_ object: TermID, in place: TermID, _ state: State) -> Bool {
    let content = read(place, state)
    return content == object || isHearsay(content, in: place)
  }

  /// The storage of an object is given back that others made: its life ends here.
  func noteFreed(_ address: TermID, _ pointer: TypeID, at event: Int) {
    guard terms.place(ofContent: object(at: address)) != nil, !pointer.isNone,
      let record = facts[pointer].inner.optional.map({ facts[$0].record }), !record.isNone,
      uses.freed[record] == nil
    else { return }
    uses.freed[record] = span(at: UInt32(event))
  }
}
