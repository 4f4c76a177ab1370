import Disciplines
import Facts
import Foundation

/// The header that tells `deed::Ref` how a program's objects are counted, one overload for each family.
struct CountingHeader {
  let facts: FactBase
  let index: DisciplineIndex

  /// The name in an `#include`.
  static let name = "deed/counting.hpp"

  /// Families whose methods count without arguments; others cannot be told to a smart pointer here.
  var families: [(record: RecordID, retain: String, release: String)] {
    var retains: [RecordID: String] = [:]
    var releases: [RecordID: String] = [:]
    for (number, function) in facts.functions.enumerated() where !function.record.isNone && function.parameterCount == 0
    {
      guard let meaning = index.meaningOfFunction[number] else { continue }
      if meaning.receiver == .retains { retains[function.record] = facts[function.simpleName] }
      if meaning.receiver == .releases { releases[function.record] = facts[function.simpleName] }
    }
    return retains.keys.sorted { facts[facts[$0].name] < facts[facts[$1].name] }.compactMap { record in
      guard let retain = retains[record], let release = releases[record], facts[record].template.isNone else {
        return nil
      }
      return (record, retain, release)
    }
  }

  var text: String {
    var text = """
      // How the objects of this program are counted, for deed::Ref. Made by 'deed convert'.
      #ifndef DEED_COUNTING_HPP
      #define DEED_COUNTING_HPP

      #include "ref.hpp"

      """
    // One pair of templates serves all families of a namespace that count by methods of the same names.
    var written: Set<String> = []
    for family in families {
      let name = facts[facts[family.record].name]
      let space = name.range(of: "::", options: .backwards).map { String(name[..<$0.lowerBound]) } ?? ""
      guard written.insert("\(space) \(family.retain) \(family.release)").inserted else { continue }
      let spaces = space.split(separator: "::").map(String.init)
      text += "\n" + spaces.map { "namespace \($0) {\n" }.joined()
      text += """
        template <class T>
        auto ref_retain(T *object) noexcept -> decltype(object->\(family.retain)(), void()) {
          object->\(family.retain)();
        }
        template <class T>
        auto ref_release(T *object) noexcept -> decltype(object->\(family.release)(), void()) {
          object->\(family.release)();
        }

        """
      text += spaces.reversed().map { "}  // namespace \($0)\n" }.joined()
    }
    return text + "\n#endif  // DEED_COUNTING_HPP\n"
  }
}
