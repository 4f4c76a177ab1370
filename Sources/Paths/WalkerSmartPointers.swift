import Disciplines
import Facts

/// Smart pointers whose bodies were not read: the standard library's, and others from system headers.
///
/// One is a variable that holds a pointer at its own address, and that retains and releases by itself. Those whose bodies were
/// read need nothing of this: they are walked as any class.
extension Walker {
  /// Does what a method of a smart pointer does. Returns false for what no discipline speaks of.
  func callSmartPointer(_ site: CallSite, _ frame: inout Frame) -> Bool {
    let callee = facts.functions[site.callee.index]
    guard !site.receiver.isNone, site.receiver != TermTable.unknown, !callee.record.isNone,
      let use = knowledge.disciplines.smartPointerOfRecord[callee.record], isCounted(use)
    else { return false }
    let place = site.receiver
    let held = read(place, frame.path.state)
    let name = facts[callee.simpleName]
    var result = TermTable.unknown
    switch callee.kind {
    case .constructor: construct(use.pointer, site, &frame)
    case .destructor: replace(held, at: place, with: TermTable.null, site, &frame)
    default:
      if name == "operator=" {
        assign(use.pointer, held, site, &frame)
        result = place
      } else if use.pointer.getting.contains(name) {
        result = held
      } else if use.pointer.detaching.contains(name) {
        frame.path.state.memory[place] = TermTable.null
        result = held
      } else if use.pointer.adopting.contains(name) {
        replace(held, at: place, with: site.arguments.first ?? TermTable.null, site, &frame)
      } else if use.pointer.retaining.contains(name), let given = site.arguments.first {
        change(given, by: .retain, at: site.number, &frame)
        replace(held, at: place, with: given, site, &frame)
      } else if use.pointer.clearing.contains(name) {
        replace(held, at: place, with: TermTable.null, site, &frame)
      } else if use.pointer.filling.contains(name) {
        result = place
      } else if callee.kind == .conversion {
        result = terms.truth(held)
      } else {
        return false
      }
    }
    set(site.number, result, &frame)
    return true
  }

  /// Whether what it points to is an object of a known discipline.
  private func isCounted(_ use: SmartPointerUse) -> Bool {
    guard !use.object.isNone, facts.types[use.object.index].kind == .record else { return false }
    let record = facts.types[use.object.index].record
    return !record.isNone && knowledge.disciplines.disciplineOfRecord[record.index] != nil
  }

  private func construct(_ pointer: SmartPointer, _ site: CallSite, _ frame: inout Frame) {
    let given = site.arguments.first ?? TermTable.null
    let held = take(given, pointer.construction, site, &frame)
    write(site.receiver, held, at: site.number, isInitialization: true, &frame)
  }

  private func assign(_ pointer: SmartPointer, _ old: TermID, _ site: CallSite, _ frame: inout Frame) {
    let given = site.arguments.first ?? TermTable.null
    guard given != site.receiver else { return }
    let held = take(given, pointer.assignment, site, &frame)
    replace(old, at: site.receiver, with: held, site, &frame)
  }

  /// What a new holder gets of what it is given: a raw pointer, or another smart pointer to copy or to empty.
  private func take(
    _ given: TermID, _ raw: SmartPointer.Construction, _ site: CallSite, _ frame: inout Frame
  ) -> TermID {
    let callee = facts.functions[site.callee.index]
    guard callee.parameterCount > 0, isSmartPointer(callee.slots[0].type) else {
      if raw == .retains { change(given, by: .retain, at: site.number, &frame) }
      return given
    }
    let held = read(given, frame.path.state)
    if facts.types[callee.slots[0].type.index].kind == .rvalueReference {
      if given != TermTable.unknown { frame.path.state.memory[given] = TermTable.null }
    } else {
      change(held, by: .retain, at: site.number, &frame)
    }
    return held
  }

  private func isSmartPointer(_ type: TypeID) -> Bool {
    guard !type.isNone else { return false }
    let fact = facts.types[type.index]
    if fact.isReference { return isSmartPointer(fact.inner) }
    return fact.kind == .record && !fact.record.isNone
      && knowledge.disciplines.smartPointerOfRecord[fact.record] != nil
  }

  private func replace(
    _ old: TermID, at place: TermID, with new: TermID, _ site: CallSite, _ frame: inout Frame
  ) {
    frame.path.state.memory[place] = new
    change(old, by: .release, at: site.number, &frame)
  }
}
