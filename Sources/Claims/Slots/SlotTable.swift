import Disciplines
import Facts

/// Every slot of a program, in an order that depends on the code alone: file, line, column, USR, kind, index.
///
/// The order of a `FactBase`'s tables depends on which unit was read first. All that follows works in this table's order,
/// and so gives the same claims whatever the number of threads.
struct SlotTable: Sendable {
  let slots: [ClaimSlot]
  /// By function.
  let slotOfReturn: [ClaimSlotID]
  /// By function: where its frame's slots begin in `slotOfFrame`.
  let firstFrameIndex: [Int]
  let slotOfFrame: [ClaimSlotID]
  let slotOfField: [ClaimSlotID]
  let slotOfGlobal: [ClaimSlotID]
  let shapes: [TypeShape]
  /// All functions, in order of file, place and USR.
  let functionsInOrder: [FunctionID]
  let signatures: SignatureLinks

  func shape(of type: TypeID) -> TypeShape { type.isNone ? .other : shapes[type.index] }

  /// Whether a place of this type is a reference, or has references in it.
  func holdsReferences(_ type: TypeID) -> Bool {
    switch shape(of: type) {
    case .reference, .array, .container: true
    case .place, .readOnlyPlace, .other: false
    }
  }

  func slot(of slot: SlotID, in function: FunctionID) -> ClaimSlotID {
    slot.isNone ? .none : slotOfFrame[firstFrameIndex[function.index] + slot.index]
  }

  init(facts: FactBase, index: DisciplineIndex) {
    let shapes = TypeShape.shapes(of: facts, index: index)
    let order = SourceOrder(facts: facts)
    var found: [ClaimSlot] = []
    functionsInOrder = order.functions()
    signatures = SignatureLinks(facts: facts, functionsInOrder: functionsInOrder)
    let untyped = UntypedParameters(facts: facts, index: index, shapes: shapes, signatures: signatures)

    var firstFrameIndex: [Int] = []
    firstFrameIndex.reserveCapacity(facts.functions.count)
    var frameCount = 0
    for (number, function) in facts.functions.enumerated() {
      firstFrameIndex.append(frameCount)
      frameCount += function.slots.count
      Self.addSlots(of: function, FunctionID(number), facts: facts, shapes: shapes, untyped, to: &found)
    }
    for (number, field) in facts.fields.enumerated() where !field.type.isNone {
      let record = facts[field.record]
      let isListed = !field.span.isNone && !facts[field.span.file].isSystem
      let kind: ClaimSlot.Kind
      switch shapes[field.type.index] {
      case .reference: kind = .field
      // A closure's capture by reference is another name for the variable; any other reference or pointer to a place leads to elements.
      case .place where record.kind == .closure: kind = .field
      case .array, .container, .place, .readOnlyPlace: kind = .element
      case .other: continue
      }
      found.append(
        ClaimSlot(kind: kind, field: FieldID(number), type: field.type, span: field.span, isListed: isListed))
    }
    for (number, global) in facts.globals.enumerated() where !global.type.isNone {
      let isListed = !global.span.isNone && !facts[global.span.file].isSystem
      let kind: ClaimSlot.Kind
      switch shapes[global.type.index] {
      case .reference, .array: kind = .global
      case .container, .place, .readOnlyPlace: kind = .element
      case .other: continue
      }
      found.append(
        ClaimSlot(kind: kind, global: GlobalID(number), type: global.type, span: global.span, isListed: isListed))
    }

    for number in found.indices { found[number].isContainer = Self.isContainer(found[number].type, facts, shapes) }
    order.sort(&found)
    var slotOfReturn = [ClaimSlotID](repeating: .none, count: facts.functions.count)
    var slotOfFrame = [ClaimSlotID](repeating: .none, count: frameCount)
    var slotOfField = [ClaimSlotID](repeating: .none, count: facts.fields.count)
    var slotOfGlobal = [ClaimSlotID](repeating: .none, count: facts.globals.count)
    for (number, slot) in found.enumerated() {
      let id = ClaimSlotID(number)
      switch slot.kind {
      case .return: slotOfReturn[slot.function.index] = id
      default:
        if !slot.field.isNone {
          slotOfField[slot.field.index] = id
        } else if !slot.global.isNone {
          slotOfGlobal[slot.global.index] = id
        } else {
          slotOfFrame[firstFrameIndex[slot.function.index] + slot.slot.index] = id
        }
      }
    }
    slots = found
    self.slotOfReturn = slotOfReturn
    self.firstFrameIndex = firstFrameIndex
    self.slotOfFrame = slotOfFrame
    self.slotOfField = slotOfField
    self.slotOfGlobal = slotOfGlobal
    self.shapes = shapes
  }

  /// A container, or the way to one.
  private static func isContainer(_ type: TypeID, _ facts: FactBase, _ shapes: [TypeShape]) -> Bool {
    var type = type
    while !type.isNone {
      switch shapes[type.index] {
      case .container: return true
      case .reference, .other: return false
      case .array, .place, .readOnlyPlace: type = facts[type].inner
      }
    }
    return false
  }

  private static func addSlots(
    of function: Function, _ id: FunctionID, facts: FactBase, shapes: [TypeShape], _ untyped: UntypedParameters,
    to found: inout [ClaimSlot]
  ) {
    // A template's member that nothing instantiates has no code, and nothing to be owned in it.
    let isOnlyDeclared =
      function.flags.contains(.isInstantiation) && function.body == nil && !function.flags.contains(.isVirtual)
    let isListed =
      !isOnlyDeclared && !function.flags.contains(.isImplicit) && !function.flags.contains(.isSystem)
      && function.kind != .initializer
      && !function.span.isNone && !facts[function.span.file].isSystem
    if !function.returnType.isNone, shapes[function.returnType.index] == .reference, function.kind != .constructor {
      found.append(
        ClaimSlot(kind: .return, function: id, type: function.returnType, span: function.span, isListed: isListed))
    }
    for (number, slot) in function.slots.enumerated() where !slot.type.isNone {
      let shape = shapes[slot.type.index]
      let kind: ClaimSlot.Kind
      switch (slot.kind, shape) {
      case (.parameter, .other):
        guard let type = untyped.type(of: number, in: id) else { continue }
        found.append(
          ClaimSlot(
            kind: .param, function: id, slot: SlotID(number), index: number, type: type, span: slot.span,
            isListed: false))
        continue
      case (_, .other), (.this, _), (.exception, _): continue
      // A copy of a container goes with the call.
      case (.parameter, .container): continue
      case (_, .container): kind = .element
      case (.parameter, .place): kind = .outParam
      case (.parameter, _): kind = .param
      // A local `T **` or `T *&` is another name for a place that is listed where it is declared.
      case (.local, .place), (.local, .readOnlyPlace), (.temporary, .place), (.temporary, .readOnlyPlace): continue
      case (.local, _), (.temporary, _): kind = .local
      }
      found.append(
        ClaimSlot(
          kind: kind, function: id, slot: SlotID(number), index: slot.kind == .parameter ? number : -1, type: slot.type,
          span: slot.span.isNone ? function.span : slot.span, isListed: isListed && slot.kind != .temporary))
    }
  }
}
