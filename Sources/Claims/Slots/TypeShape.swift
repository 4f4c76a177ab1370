import Disciplines
import Facts

/// What a type is to references, asked for every event and so worked out once for every type.
enum TypeShape: UInt8 {
  /// Neither a reference to a known object nor a way to one.
  case other
  /// `T *`
  case reference
  /// `T *[n]`
  case array
  /// `T **`, `T *&`, `T *(*)[n]`: the address of a place that holds a reference.
  case place
  /// `T *const &`, `T *&&`: the address of a place that cannot be filled from here; a parameter of this type is as good as a `T *`.
  case readOnlyPlace

  static func shapes(of facts: FactBase, index: DisciplineIndex) -> [TypeShape] {
    var shapes = facts.types.indices.map { number -> TypeShape in
      index.discipline(pointedToBy: TypeID(number), in: facts) == nil ? .other : .reference
    }
    // Arrays of arrays and pointers to arrays need what lies inside them first; nesting beyond three is nobody's slot.
    for _ in 0..<3 {
      for (number, type) in facts.types.enumerated() where shapes[number] == .other && !type.inner.isNone {
        let inner = shapes[type.inner.index]
        switch type.kind {
        case .array where inner == .reference || inner == .array: shapes[number] = .array
        case .atomic where inner == .reference: shapes[number] = .reference
        case .pointer where inner == .reference || inner == .array: shapes[number] = .place
        case .lvalueReference where inner == .reference || inner == .array:
          shapes[number] = facts[type.inner].isConst ? .readOnlyPlace : .place
        case .rvalueReference where inner == .reference: shapes[number] = .readOnlyPlace
        default: break
        }
      }
    }
    return shapes
  }
}
