import Disciplines
import Spelling

/// The smart pointer that code is converted to.
struct SmartPointerChoice {
  var pointer: SmartPointer
  var conversion: SmartPointer.Conversion

  /// By its qualified name, among those that a discipline can convert to; Deed's own where none is asked for.
  init(named name: String?, among disciplines: [Discipline]) throws(Failure) {
    let known = disciplines.flatMap(\.smartPointers).filter { $0.conversion != nil }
    let wanted = name ?? "deed::Ref"
    guard let pointer = known.first(where: { $0.names.contains(wanted) }), let conversion = pointer.conversion else {
      let names = known.flatMap(\.names)
      throw Failure(
        "nothing is converted to '\(wanted)'\(suggestion(for: wanted, among: names))",
        help: "known are \(names.joined(separator: ", ")); a discipline's smart pointer with the key 'convert' adds one"
      )
    }
    self.pointer = pointer
    self.conversion = conversion
  }
}
