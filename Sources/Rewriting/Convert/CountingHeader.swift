import Disciplines
import Facts
import Foundation

/// The header that tells `deed::Ref` how a program's objects are counted, one overload for each family.
struct CountingHeader {
  /// How the objects of a class are counted, and of those that derive from it.
  struct Family {
    var record: RecordID
    var retain: String
    var release: String
  }

  /// Those whose methods count without arguments; others cannot be told to a smart pointer here.
  let families: [Family]
  private let facts: FactBase

  /// The name in an `#include`.
  static let name = "deed/counting.hpp"

  init(facts: FactBase, index: DisciplineIndex) {
    self.facts = facts
    families = Self.families(in: facts, index)
  }

  private static func families(in facts: FactBase, _ index: DisciplineIndex) -> [Family] {
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
      return Family(record: record, retain: retain, release: release)
    }
  }

  func disciplines(by index: DisciplineIndex) -> Set<DisciplineID> {
    Set(families.compactMap { index.disciplineOfRecord[$0.record.index] })
  }

  /// Of two families that a class belongs to, itself or through its bases: each has a count of its own, and no pointer's type says
  /// which of them it holds.
  func rivals(countingFor object: RecordID) -> (retain: String, other: String)? {
    let known = Dictionary(families.map { ($0.record, $0.retain) }) { first, _ in first }
    var found: String?
    var open = [object]
    var seen: Set<RecordID> = []
    while let record = open.popLast() {
      guard !record.isNone, seen.insert(record).inserted else { continue }
      if let retain = known[record] {
        if let found, found != retain { return (found, retain) }
        found = retain
      }
      open += facts[record].bases.map(\.record)
    }
    return nil
  }

  /// The namespace in which functions for a class are looked for; of a class inside of another it is the other's.
  private func namespace(of record: RecordID) -> String {
    func outer(_ name: String) -> String {
      name.range(of: "::", options: .backwards).map { String(name[..<$0.lowerBound]) } ?? ""
    }
    var space = outer(facts[facts[record].name])
    while !space.isEmpty, facts.records.contains(where: { facts[$0.name] == space }) { space = outer(space) }
    return space
  }

  private static let mark = "Made by 'deed convert'."
  private static let end = "\n#endif  // DEED_COUNTING_HPP\n"

  var text: String {
    let text = """
      // How the objects of this program are counted, for deed::Ref. \(Self.mark)
      #ifndef DEED_COUNTING_HPP
      #define DEED_COUNTING_HPP

      #include "ref.hpp"

      """
    return text + overloads.joined() + Self.end
  }

  /// What a header that an earlier run made says nothing of, and where in it that goes.
  func additions(to text: SourceText) -> (text: String, offset: Int)? {
    let known = text[0..<text.bytes.count]
    guard known.contains(Self.mark), known.hasSuffix(Self.end) else { return nil }
    let missing = overloads.filter { !known.contains($0) }
    return missing.isEmpty ? nil : (missing.joined(), text.bytes.count - Self.end.utf8.count)
  }

  /// One pair of templates serves all families of a namespace that count by methods of the same names.
  private var overloads: [String] {
    var written: Set<String> = []
    return families.compactMap { family in
      let space = namespace(of: family.record)
      guard written.insert("\(space) \(family.retain) \(family.release)").inserted else { return nil }
      let spaces = space.split(separator: "::").map(String.init)
      let functions = """
        template <class T>
        auto ref_retain(T *object) noexcept -> decltype(object->\(family.retain)(), void()) {
          object->\(family.retain)();
        }
        template <class T>
        auto ref_release(T *object) noexcept -> decltype(object->\(family.release)(), void()) {
          object->\(family.release)();
        }

        """
      return "\n" + spaces.map { "namespace \($0) {\n" }.joined() + functions
        + spaces.reversed().map { "}  // namespace \($0)\n" }.joined()
    }
  }
}
