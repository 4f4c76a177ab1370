import Disciplines
import Facts

/// The functions that do nothing but count: what a smart pointer does by itself, and what goes when there is one.
///
/// Those are the functions that a discipline states and the members of the classes that hold a count. That another function gives up
/// its argument is no reason to take its calls out.
struct CountingPrimitives {
  private let index: DisciplineIndex
  private let functions: Set<FunctionID>

  init(facts: FactBase, index: DisciplineIndex, roots: Set<RecordID>) {
    self.index = index
    var found: Set<FunctionID> = []
    for number in facts.functions.indices {
      let function = FunctionID(number)
      guard let meaning = index.meaning(of: function), meaning.isCounting else { continue }
      if meaning.authority == .stated || roots.contains(facts[function].record) { found.insert(function) }
    }
    functions = found
  }

  func contains(_ function: FunctionID) -> Bool { functions.contains(function) }

  /// Whether a call ends an object that has one owner, as `delete` does.
  func destroys(_ function: FunctionID) -> Bool {
    index.meaning(of: function)?.arguments.values.contains(.destroys) == true
  }

  /// What a call does, where it does nothing but that.
  func meaning(of function: FunctionID) -> CallMeaning? { contains(function) ? index.meaning(of: function) : nil }
}

extension CallMeaning {
  fileprivate var isCounting: Bool {
    let counting: Set<ArgumentEffect> = [.retains, .releases, .releasesUnlessNull, .retainsUnlessNull, .adopts]
    return counting.contains(receiver) || arguments.values.contains { counting.contains($0) }
  }
}
