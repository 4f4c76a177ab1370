import Claims
import Disciplines
import Facts

/// What claims declare once they are written down.
public enum WrittenClaims {
  private struct Key: Hashable {
    var file: FileID
    var begin: UInt32
    var isResult: Bool
    var isElement: Bool
  }

  /// Of each slot that is claimed, and of all others that have its declaration: a template's instantiations share one text.
  public static func ownerships(of claims: ClaimSet, in facts: FactBase) -> [ClaimSlot: Ownership] {
    let collector = TargetCollector(facts: facts, claims: claims)
    var written: [Key: Ownership] = [:]
    for target in collector.targets {
      let key = Key(
        file: target.name.file, begin: target.name.begin, isResult: target.part == .result,
        isElement: target.isElement)
      written[key] = target.ownership
    }
    var found: [ClaimSlot: Ownership] = [:]
    for slot in claims.slots {
      for name in collector.names(of: slot) where !name.isNone {
        let key = Key(
          file: name.file, begin: name.begin, isResult: slot.kind == .return, isElement: slot.kind == .element)
        if let ownership = written[key] {
          found[slot] = ownership
          break
        }
      }
    }
    return found
  }
}
