import CFaust
import NativeLifetimes

/// An instance's controls and where their live values are.
final class ControlTable: Sendable {
  let root: ControlGroup
  let controls: [Control]
  /// The memory of the values. It belongs to the instance, and is there as long as the instance is.
  let zones: BorrowedHandle<Zones>
  private let indexByPath: [String: Int]

  struct Zones: @unchecked Sendable {
    // Sendable, since values are read and written whole.
    let addresses: [UnsafeMutableRawPointer]
    /// Values are `Double` in the code that LLVM makes of programs of double precision. The interpreter
    /// gives a `Float` to look at even then, and copies it before and after it computes.
    let areDouble: Bool
  }

  init(_ tree: ControlTreeBuilder, zones: BorrowedHandle<Zones>) {
    root = tree.root
    controls = tree.controls
    self.zones = zones
    indexByPath = Dictionary(tree.controls.map { ($0.path, $0.index) }) { first, _ in first }
  }

  /// Finds a control by its path, or by as much of the path's end as no other control has.
  func control(_ name: String) throws(FaustError) -> Control {
    if let index = indexByPath[name] { return controls[index] }
    let end = name.hasPrefix("/") ? name : "/" + name
    let candidates = controls.filter { $0.path.hasSuffix(end) }
    guard candidates.count < 2 else { throw .ambiguousControl(name, candidates: candidates.map(\.path)) }
    guard let control = candidates.first else { throw .unknownControl(name, known: controls.map(\.path)) }
    return control
  }

  /// Refuses a control that was asked of an instance of another program.
  func check(_ control: Control) throws(FaustError) {
    guard control.index < controls.count, controls[control.index].path == control.path else {
      throw .unknownControl(control.path, known: controls.map(\.path))
    }
  }
}

extension ControlTable.Zones {
  func load(_ index: Int) -> Double {
    areDouble ? cfaust_load_double(addresses[index]) : asWritten(cfaust_load_float(addresses[index]))
  }

  func store(_ index: Int, _ value: Double) {
    if areDouble {
      cfaust_store_double(addresses[index], value)
    } else {
      cfaust_store_float(addresses[index], Float(value))
    }
  }

  /// Puts every control where it stands at first.
  func reset(_ controls: [Control]) {
    for control in controls {
      if let initial = control.initialValue { store(control.index, initial) }
    }
  }
}
