import Facts

/// What a function does to one count, for one number that it begins with: the sum of all its paths.
struct CountTransfer: Hashable {
  /// The numbers that the count may have at the end; nil stands for one that is not known.
  var finals: Set<Int64?> = []
  /// What it may return, as far as it is a number or the object.
  var returns: Set<CountValue> = []
  /// Some path ends the object, and the event that does.
  var ends: Int?
  /// Some path reaches the function's end without ending the object.
  var survives = false
  /// Some path hands the object to what cannot be looked into: a function pointer, or a function without a body.
  var handsOver: Int?
  /// Calls that pass the object as a whole to a function that was read, and that neither counts nor ends it as far as can be seen.
  var passesOn: Set<Int> = []
  /// Parameters that are called with the object: `put(r, release)`.
  var invokes: Set<Int> = []
  /// The count, or the object, was touched.
  var touches = false
  /// The bound on the work was reached.
  var isCut = false

  /// The one number that it ends with on all paths.
  var final: Int64? { finals.count == 1 ? finals.first.flatMap { $0 } : nil }
}

/// A value as far as counting needs it.
enum CountValue: Hashable {
  case number(Int64)
  /// The object itself, or another address that is not null.
  case object
  case address
  case unknown

  /// Whether it counts as true; nil where that is not known.
  var truth: Bool? {
    switch self {
    case .number(let number): number != 0
    case .object, .address: true
    case .unknown: nil
    }
  }
}
