import Disciplines
import Facts

/// Turns a call into what it does to each argument.
extension BodyReader {
  mutating func readCall(_ event: Event) {
    if readContainerCall(event) { return }
    let callee = callee(of: event)
    let meaning = index.meaning(of: callee).flatMap { $0.authority == .conventional ? nil : $0 }
    var arguments = body.operands(of: event)
    if event.flags.contains(.isIndirect) {
      arguments = arguments.dropFirst()
    } else if event.flags.contains(.hasReceiver), let receiver = arguments.popFirst() {
      if let meaning, isReference(receiver) { apply(meaning.receiver, to: receiver, slot: .none) }
      // Destroyed by hand, as who frees the memory separately does.
      if meaning == nil, !callee.isNone, facts[callee].kind == .destructor,
        event.flags.isDisjoint(with: [.isImplicit, .isSubobject]), isReference(receiver)
      {
        apply(.destroys, to: receiver, slot: .none)
      }
    }
    let parameters = callee.isNone ? 0 : Int(facts[callee].parameterCount)
    for (position, argument) in arguments.enumerated() {
      let slot =
        position < parameters
        ? table.slot(of: SlotID(position), in: callee) : ClaimSlotID.none
      // Nobody's discipline says that what is installed takes it: it can only look.
      if meaning == nil, isInstalled(callee), referencePlace(atAddress: argument) == nil { continue }
      var effect: ArgumentEffect?
      if let meaning {
        effect = self.effect(of: meaning, at: position, parameters: parameters)
        if isTakenPut(effect, at: position) { effect = .consumes }
        if effect?.isPut ?? false
          || meaning.arguments[position] == nil && index.isContext(position, of: callee, in: facts)
        {
          addObstacle(.untyped, toAllIn: argument)
          continue
        }
        noteRetainedResult(meaning, argument, position)
      }
      if !slot.isNone, table.slots[slot].isContainer {
        readContainer(argument, goesTo: slot)
      } else if !slot.isNone, isPassedByValue(slot) {
        readArgument(argument, slot: slot, effect: effect)
      } else if let place = referencePlace(atAddress: argument) {
        readAddress(
          place, slot: slot, parameter: position < parameters ? facts[callee].slots[position].type : .none,
          effect: effect)
      } else if isReference(argument) {
        if let effect {
          apply(effect, to: argument, slot: .none)
        } else {
          readUntyped(argument, callee: callee, position: position, parameters: parameters)
        }
      }
    }
  }

  /// Whether an argument goes into a container that ends it.
  private func isTakenPut(_ effect: ArgumentEffect?, at position: Int) -> Bool {
    effect?.isPut ?? false
      && index.takenPuts.contains(PutSite(function: id, event: event, argument: position))
  }

  /// A library's function whose body nobody reads.
  private func isInstalled(_ callee: FunctionID) -> Bool {
    guard !callee.isNone, facts[callee].body == nil else { return false }
    let function = facts[callee]
    return function.flags.contains(.isSystem) || !function.span.isNone && facts[function.span.file].isSystem
  }

  private mutating func effect(of meaning: CallMeaning, at position: Int, parameters: Int) -> ArgumentEffect {
    if case .retainedArgument(position) = meaning.result {
      // The result, where it is used, is a reference of its own; where it is dropped the argument has one more.
      return isResultUsed(event) ? .borrows : .retains
    }
    return meaning.effect(onArgument: position, parameterCount: parameters)
  }

  private func isPassedByValue(_ slot: ClaimSlotID) -> Bool { table.slots[slot].kind == .param }

  private mutating func readArgument(_ argument: ValueID, slot: ClaimSlotID, effect: ArgumentEffect?) {
    // A `T *const &` is bound to the place, and to nothing but what lies in it.
    if table.shape(of: table.slots[slot].type) == .readOnlyPlace {
      guard let place = referencePlace(atAddress: argument) else {
        addArrival(.unknown, at: slot)
        return
      }
      let held = self.slot(ofPlace: place)
      let reference = reference(heldBy: place, slot: held)
      addStep(.transfer, to: reference, sink: slot, arrival: addArrival(.reference, at: slot, reference: reference))
      return
    }
    if let effect {
      apply(effect, to: argument, slot: slot)
    } else {
      _ = transfer(argument, to: slot, otherwise: nil)
    }
  }

  /// `x->p = retain(p)`: what is retained is a reference of its own, and the argument's object has one more.
  private mutating func noteRetainedResult(_ meaning: CallMeaning, _ argument: ValueID, _ position: Int) {
    guard case .retainedArgument(position) = meaning.result, isResultUsed(event) else { return }
    addStep(.retainOfResult, toAllBehind: argument)
  }

  private mutating func addStep(_ kind: Step.Kind, toAllBehind value: ValueID) {
    var found: [ResolvedSource] = []
    resolve(value, into: &found)
    for one in found where one.reference >= 0 { addStep(kind, to: one.reference) }
  }

  /// What a discipline says is done to an argument or receiver.
  private mutating func apply(_ effect: ArgumentEffect, to value: ValueID, slot: ClaimSlotID) {
    let kind: Step.Kind
    switch effect {
    case .retains, .retainsUnlessNull: kind = .retain
    case .releases, .destroys: kind = .release
    case .releasesUnlessNull: kind = .releaseUnlessNull
    case .consumes, .consumesOnSuccess, .consumesOnFailure:
      if !slot.isNone {
        _ = transfer(value, to: slot, otherwise: nil)
        return
      }
      kind = .consume
    case .borrows, .keeps, .adopts, .puts, .putsKey, .clearsSlot, .replacesSlot, .fillsOwned,
      .fillsOnFailure, .fillsBorrowed:
      if !slot.isNone { _ = transfer(value, to: slot, otherwise: nil) }
      return
    }
    addStep(kind, toAllBehind: value)
  }

  /// The address of a place goes to a call.
  private mutating func readAddress(
    _ place: ValueID, slot: ClaimSlotID, parameter: TypeID, effect: ArgumentEffect?
  ) {
    let held = self.slot(ofPlace: place)
    guard !held.isNone else { return }
    let reference = reference(heldBy: place, slot: held)
    switch effect {
    case .clearsSlot, .releases, .releasesUnlessNull:
      addStep(.releaseUnlessNull, to: reference)
      addStep(.clear, to: reference, arrival: addArrival(.null, at: held))
    case .replacesSlot:
      addStep(.releaseUnlessNull, to: reference)
      addStep(.define, to: reference, arrival: addArrival(.filledOwned, at: held))
    case .fillsOwned where slot.isNone, .fillsOnFailure where slot.isNone:
      addStep(.define, to: reference, arrival: addArrival(.filledOwned, at: held))
    case .fillsBorrowed where slot.isNone:
      addStep(.define, to: reference, arrival: addArrival(.filledBorrowed, at: held))
    default:
      guard !slot.isNone else {
        // Memory that is moved or freed as bytes: the references in it are what they were.
        if body[place].operation == .load || isConstantMemory(parameter) { return }
        return addAddressTaken(place)
      }
      // The system's own templates exchange places' contents and know nothing of counts.
      if table.slots[slot].function.optional.map({ facts[$0].flags.contains(.isSystem) && facts[$0].body == nil })
        ?? false
      {
        return
      }
      // What lies in the place reaches the callee, which may give it up before it fills the place anew.
      addStep(.transfer, to: reference, sink: slot)
      addStep(.define, to: reference, arrival: addArrival(.filled, at: held, from: slot))
    }
  }

  /// `const void *`, `T *const *`
  private func isConstantMemory(_ type: TypeID) -> Bool {
    !type.isNone && !facts[type].inner.isNone && facts[facts[type].inner].isConst
  }

  /// A reference goes where its type is lost: `void *`, `...`, a callee of which nothing is known.
  private mutating func readUntyped(_ argument: ValueID, callee: FunctionID, position: Int, parameters: Int) {
    guard !callee.isNone else { return addObstacle(.unknownCallee, toAllIn: argument) }
    // A system function without a place in any discipline cannot know the type, and so cannot give up a count.
    if facts[callee].flags.contains(.isSystem) { return }
    guard position < parameters else { return addObstacle(.variadic, toAllIn: argument) }
    let type = facts[callee].slots[position].type
    // A `T &` is a look at the object; so is one of its bases.
    if !type.isNone, facts[type].isReference || facts[type].kind == .record || facts[type].kind == .boolean { return }
    // Nor can a count be changed through `const void *`.
    if isConstantMemory(type) { return }
    addObstacle(.untyped, toAllIn: argument)
  }

  private mutating func addObstacle(_ obstacle: Obstacle, toAllIn value: ValueID) {
    var found: [ResolvedSource] = []
    resolve(value, into: &found)
    for one in found where one.reference >= 0 { addObstacle(obstacle, to: one.reference) }
  }
}
