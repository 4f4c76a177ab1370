import Claims
import Facts
import Foundation

extension ClaimSlot {
  /// The one word by which a text names the slot: of a qualified name the last.
  func word(in facts: FactBase) -> String { Self.word(of: name(in: facts)) }

  static func word(of name: String) -> String {
    name.range(of: "::", options: .backwards).map { String(name[$0.upperBound...]) } ?? name
  }
}
