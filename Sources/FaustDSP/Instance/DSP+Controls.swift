import CFaust
import NativeLifetimes

extension DSP {
  /// The user interface that the program describes, as a tree.
  public var interface: ControlGroup {
    get throws(FaustError) { try faultsAsFaustErrors { try handle.use { try controlTable($0).root } } }
  }

  /// Every control of the program, in order.
  public var controls: [Control] {
    get throws(FaustError) { try faultsAsFaustErrors { try handle.use { try controlTable($0).controls } } }
  }

  /// Finds a control by its path, or by as much of the path's end as no other control has: `/organ/left/gain`
  /// is also `left/gain`, and `gain` if there is no other.
  public func control(_ name: String) throws(FaustError) -> Control {
    try faultsAsFaustErrors { try handle.use { try controlTable($0) } }.control(name)
  }

  /// What a control stands at, or shows.
  public func value(of control: Control) throws(FaustError) -> Double {
    let table = try liveControls()
    try table.check(control)
    if case .soundfile = control.kind { throw .unsupported(backend: backend, what: "give a soundfile as a number") }
    return try faultsAsFaustErrors { try table.zones.use { $0.load(control.index) } }
  }

  /// What a control stands at, or shows, by its path.
  public func value(of name: String) throws(FaustError) -> Double {
    try value(of: liveControls().control(name))
  }

  /// Sets a control. A value out of its range is refused: programs rely on their ranges, to index tables for one.
  public func setValue(_ value: Double, of control: Control) throws(FaustError) {
    let table = try liveControls()
    try table.check(control)
    guard control.isSettable, let bounds = control.bounds else { throw .readOnlyControl(control.path) }
    guard bounds.contains(value) else { throw .valueOutOfRange(control: control.path, value: value, range: bounds) }
    try faultsAsFaustErrors { try table.zones.use { $0.store(control.index, value) } }
  }

  /// Sets a control by its path.
  public func setValue(_ value: Double, of name: String) throws(FaustError) {
    try setValue(value, of: liveControls().control(name))
  }

  /// What the program declares of itself and the libraries that it uses: name, author, licence.
  public var metadata: [String: String] {
    get throws(FaustError) {
      try faultsAsFaustErrors {
        try handle.use { instance in
          var declarations: [String: String] = [:]
          withUnsafeMutablePointer(to: &declarations) { declarations in
            var glue = MetaGlue(metaInterface: declarations) { context, key, value in
              guard let key, let value else { return }
              context?.assumingMemoryBound(to: [String: String].self).pointee[String(cString: key)] = String(
                cString: value)
            }
            cfaust_metadata(backend.native, instance, &glue)
          }
          return declarations
        }
      }
    }
  }
}
