import Claims
import Disciplines
import Facts
import Rewriting
import Spelling

/// What a person said of slots: `x::f(0)=owner`.
struct Answers {
  private(set) var ownerships: [String: Ownership] = [:]

  init(_ answers: Settings.Value<[String]>) throws(Failure) {
    let origin = answers.origin ?? Option.answer.name
    for word in answers.value {
      guard let equals = word.lastIndex(of: "=") else {
        throw Failure("\(origin): an answer is SLOT=CLAIM, not '\(word)'", help: "as in 'x::f(0)=owner'")
      }
      let claim = String(word[word.index(after: equals)...])
      guard let ownership = Ownership(rawValue: claim) else {
        let known = Ownership.allCases.map(\.rawValue)
        throw Failure(
          "a slot is \(known.joined(separator: ", ")), not '\(claim)'" + suggestion(for: claim, among: known))
      }
      let name = String(word[..<equals])
      // What is said nearer counts: the command line stands before the settings.
      if ownerships[name] == nil { ownerships[name] = ownership }
    }
  }

  /// For the solver: what is said of a slot.
  func answer(in facts: FactBase) -> ((ClaimSlot) -> Ownership?)? {
    if ownerships.isEmpty { return nil }
    let names = SlotName(facts: facts)
    return { slot in ownerships[names.name(of: slot)] }
  }

  /// An answer about what is not there is a mistake.
  func check(against claims: ClaimSet, in facts: FactBase) throws(Failure) {
    if ownerships.isEmpty { return }
    let names = SlotName(facts: facts)
    let known = Set(claims.listed.map { names.name(of: claims[$0]) })
    for name in ownerships.keys.sorted() where !known.contains(name) {
      throw Failure(
        "there is no slot '\(name)'" + suggestion(for: name, among: known.sorted()),
        help: "'deed annotate --questions' lists those that are open")
    }
  }
}
