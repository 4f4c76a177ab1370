import Disciplines
import Facts

/// Which fields a call may write in objects that were there before it: in any other, what stood there stands there when the call
/// is over, whatever else it did.
///
/// Goes by the text of functions and not by their paths, so it has an answer about calls of which a walk knows nothing too.
struct FieldWriters: Sendable {
  /// What a function writes, with all that it calls.
  private struct Reach: Sendable {
    /// In the object that it is called on.
    var own: FieldSet
    /// In any other.
    var others: FieldSet
  }

  /// By field: its place in the sets; -1 for one that holds no counted pointer.
  private let columns: [Int32]
  /// By function, `nil` for what has no body.
  private var reach: [Reach?]
  /// What all have in common that a virtual call or one through a pointer may run.
  private var joint: [FunctionID: Reach] = [:]

  init(
    _ facts: FactBase, _ disciplines: DisciplineIndex, _ calls: CallGraph, _ overrides: OverrideIndex,
    _ signatures: SignatureLinks
  ) {
    var columns = Array(repeating: Int32(-1), count: facts.fields.count)
    var count: Int32 = 0
    for (index, field) in facts.fields.enumerated()
    where disciplines.discipline(pointedToBy: field.type, in: facts) != nil {
      columns[index] = count
      count += 1
    }
    self.columns = columns
    reach = Array(repeating: nil, count: facts.functions.count)
    let width = (Int(count) + 63) / 64
    var scan = WriteScan(facts: facts, overrides: overrides, signatures: signatures, columns: columns, width: width)
    for component in calls.components {
      let members = component.filter { facts[$0].body != nil }
      guard !members.isEmpty else { continue }
      let found = members.map { scan.writes(of: $0) }
      settle(members, found, width)
    }
    for (callee, targets) in scan.joint { joint[callee] = union(of: targets, facts, width) }
  }

  /// Whether a call may put something else into a field.
  ///
  /// - Parameter isReceivers: the field is in the very object that the method is called on.
  func mayWrite(_ field: FieldID, callee: FunctionID, isVirtual: Bool, isReceivers: Bool) -> Bool {
    let column = Int(columns[field.index])
    guard column >= 0, !callee.isNone,
      let reach = isVirtual ? joint[callee] : self.reach[callee.index] ?? joint[callee]
    else { return true }
    return reach.others.contains(column) || isReceivers && reach.own.contains(column)
  }

  /// Functions that call each other write the same in others' objects.
  private mutating func settle(_ members: [FunctionID], _ found: [FunctionWrites], _ width: Int) {
    for (member, writes) in zip(members, found) {
      reach[member.index] = Reach(own: writes.own, others: FieldSet(width: width))
    }
    var isChanging = true
    while isChanging {
      isChanging = false
      for (member, writes) in zip(members, found) {
        for site in writes.sites where site.root == .own {
          for target in site.targets {
            guard let own = reach[target.index]?.own else { continue }
            if reach[member.index]?.own.formUnion(own) ?? false { isChanging = true }
          }
        }
      }
    }
    var others = FieldSet(width: width)
    for writes in found {
      others.formUnion(writes.others)
      for site in writes.sites {
        for target in site.targets {
          guard let known = reach[target.index] else { continue }
          others.formUnion(known.others)
          if site.root == .other { others.formUnion(known.own) }
        }
      }
    }
    for member in members { reach[member.index]?.others = others }
  }

  /// `nil` where one of them is not there to be read.
  private func union(of functions: [FunctionID], _ facts: FactBase, _ width: Int) -> Reach? {
    var result = Reach(own: FieldSet(width: width), others: FieldSet(width: width))
    var isEmpty = true
    for function in functions where !facts[function].flags.contains(.isPure) && facts[function].kind != .signature {
      guard let known = reach[function.index] else { return nil }
      isEmpty = false
      result.own.formUnion(known.own)
      result.others.formUnion(known.others)
    }
    return isEmpty ? nil : result
  }
}
