import Claims
import Facts

/// Turns what nobody could tell into questions.
struct QuestionList {
  let facts: FactBase
  let claims: ClaimSet

  /// In the order of the slots; one for each name, since overloads and instantiations are answered together.
  func questions(in isWanted: (String) -> Bool) -> [OpenQuestion] {
    var asked: Set<String> = []
    var questions: [OpenQuestion] = []
    for id in claims.listed {
      let claim = claims.claim(of: id)
      guard claim == .unknown || claim == .conflict else { continue }
      let slot = claims[id]
      guard let place = facts.location(of: slot.span), isWanted(place.path) else { continue }
      let subject = SlotName(facts: facts).name(of: slot)
      guard asked.insert("\(subject)@\(place.path)").inserted else { continue }
      questions.append(
        OpenQuestion(
          path: place.path, line: place.line, column: place.column, subject: subject,
          question: question(about: slot), reason: reason(for: id)))
    }
    return questions
  }

  private func question(about slot: ClaimSlot) -> String {
    let (container, name) = (slot.container(in: facts), slot.name(in: facts))
    switch slot.kind {
    case .return: return "does a caller of \(container) have to give up what it returns?"
    case .param:
      return "does \(container) take over the reference that \(name.isEmpty ? "it is given" : "'\(name)' brings")?"
    case .outParam: return "does a caller of \(container) have to give up what it puts into '\(name)'?"
    case .local: return "does \(container) have to give up what '\(name)' holds?"
    case .field: return "does an object of \(container) have to give up what '\(name)' holds?"
    case .element: return "does an object of \(container) have to give up what is in '\(name)'?"
    case .global: return "does '\(name)' hold a reference of its own?"
    }
  }

  private func reason(for id: ClaimSlotID) -> String {
    if claims.claim(of: id) == .conflict {
      let notes = claims.evidence(for: id).prefix(4).map { claims.note(of: $0, in: facts) }
      return "the code disagrees: " + notes.filter { !$0.isEmpty }.joined(separator: "; ")
    }
    return claims.unknownReasons[id.index]?.sentence ?? "nothing in the code tells"
  }
}
