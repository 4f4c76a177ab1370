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
  /// `std::vector<T *>`: a class of which a discipline says that it holds such references.
  case container
  /// `T **`, `T *&`, `T *(*)[n]`: the address of a place that holds a reference.
  case place
  /// `T *const &`, `T *&&`: the address of a place that cannot be filled from here; a parameter of this type is as good as a `T *`.
  case readOnlyPlace

  static func shapes(of facts: FactBase, index: DisciplineIndex) -> [TypeShape] {
    var shapes = facts.types.indices.map { number -> TypeShape in
      index.discipline(pointedToBy: TypeID(number), in: facts) == nil ? .other : .reference
    }
    for (number, type) in facts.types.enumerated() where type.kind == .record {
      if let element = element(ofContainer: type.record, facts, index), shapes[element.index] == .reference {
        shapes[number] = .container
      }
    }
    // Arrays of arrays and pointers to arrays need what lies inside them first; nesting beyond three is nobody's slot.
    for _ in 0..<3 {
      for (number, type) in facts.types.enumerated() where shapes[number] == .other && !type.inner.isNone {
        let inner = shapes[type.inner.index]
        let holdsReferences = inner == .reference || inner == .array || inner == .container
        switch type.kind {
        case .array where inner == .reference || inner == .array: shapes[number] = .array
        case .atomic where inner == .reference: shapes[number] = .reference
        case .pointer where holdsReferences:
          shapes[number] = inner == .container && facts[type.inner].isConst ? .readOnlyPlace : .place
        case .lvalueReference where holdsReferences:
          shapes[number] = facts[type.inner].isConst ? .readOnlyPlace : .place
        case .rvalueReference where inner == .reference || inner == .container: shapes[number] = .readOnlyPlace
        default: break
        }
      }
    }
    return shapes
  }

  /// The type of what a container holds: of keys and values the values, if they are references.
  private static func element(ofContainer record: RecordID, _ facts: FactBase, _ index: DisciplineIndex) -> TypeID? {
    guard !record.isNone, let use = index.containerOfRecord[record] else { return nil }
    for element in use.container.elements.reversed() where element.object < facts[record].templateArguments.count {
      guard case .type(let type) = facts[record].templateArguments[element.object], !type.isNone else { continue }
      if index.discipline(pointedToBy: type, in: facts) != nil { return type }
    }
    return nil
  }
}
