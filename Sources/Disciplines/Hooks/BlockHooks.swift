/// Hooks in a library's own templates that count for smart pointers. Bodies of system headers are not read, so these are known by
/// their names.
enum BlockHooks {
  static func hooks(of block: SmartPointer.ControlBlock) -> [HookPlan.Hook] {
    func hooks(
      _ action: HookPlan.Hook.Action, _ classes: [String], _ methods: [String], label: String = ""
    ) -> [HookPlan.Hook] {
      classes.flatMap { name in
        methods.map {
          HookPlan.Hook(
            action: action, symbol: "\(name)::\($0)", argument: 0, family: CallHooks.family, label: label, offset: 0)
        }
      }
    }
    let base = [block.name]
    var all = hooks(.blockRetain, base, block.retaining)
    all += hooks(.blockRetainIfTrue, base, block.retainingIfTrue)
    all += hooks(.blockRelease, base, block.releasing)
    all += hooks(.blockEnd, block.derived, block.ending)
    all += hooks(.blockMake, base, [simpleName(block.name)])
    for name in block.derived { all += hooks(.blockMake, [name], [simpleName(name)], label: block.name) }
    return all
  }

  private static func simpleName(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
  }
}
