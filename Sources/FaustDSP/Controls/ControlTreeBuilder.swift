import CFaust

/// Gathers what libfaust says of a program's controls, call by call, into a tree.
struct ControlTreeBuilder {
  private struct OpenGroup {
    var layout: ControlGroup.Layout
    var label: String
    var metadata: [String: String]
    var items: [ControlGroup.Item] = []
  }

  private var open = [OpenGroup(layout: .vertical, label: "", metadata: [:])]
  /// Declarations come before what they are about: those for the next group, and those for each control.
  private var groupMetadata: [String: String] = [:]
  private var controlMetadata: [UnsafeMutableRawPointer: [String: String]] = [:]

  private(set) var controls: [Control] = []
  private(set) var zones: [UnsafeMutableRawPointer] = []

  /// Asks an instance. It must not be computing meanwhile.
  init(_ backend: Backend, _ instance: UnsafeMutableRawPointer) {
    withUnsafeMutablePointer(to: &self) { builder in
      var glue = Self.glue(for: builder)
      cfaust_build_interface(backend.native, instance, &glue)
    }
  }

  /// The outermost group of the program.
  var root: ControlGroup {
    // libfaust always opens one group around everything.
    if case .group(let group)? = open[0].items.first, open[0].items.count == 1 { return group }
    return closed(open[0])
  }

  mutating func openGroup(_ layout: ControlGroup.Layout, _ label: String) {
    // This is how libfaust writes that a box has no label.
    let label = label == "0x00" ? "" : label
    open.append(OpenGroup(layout: layout, label: label, metadata: groupMetadata))
    groupMetadata = [:]
  }

  mutating func closeGroup() {
    guard open.count > 1, let group = open.popLast() else { return }
    open[open.count - 1].items.append(.group(closed(group)))
  }

  private func closed(_ group: OpenGroup) -> ControlGroup {
    ControlGroup(layout: group.layout, label: group.label, metadata: group.metadata, items: group.items)
  }

  mutating func declare(_ zone: UnsafeMutableRawPointer?, _ key: String, _ value: String) {
    if let zone {
      controlMetadata[zone, default: [:]][key] = value
    } else {
      groupMetadata[key] = value
    }
  }

  mutating func add(_ kind: Control.Kind, _ label: String, _ zone: UnsafeMutableRawPointer) {
    let control = Control(
      kind: kind, label: label, path: controlPath(open.map(\.label) + [label]),
      metadata: controlMetadata.removeValue(forKey: zone) ?? [:], index: controls.count)
    controls.append(control)
    zones.append(zone)
    open[open.count - 1].items.append(.control(control))
  }
}

/// The address of a control, as Faust's own tools write it: labels between slashes, with an underscore for
/// what would be in the way in an address. Boxes without a label have no part in it.
func controlPath(_ labels: [String]) -> String {
  let unwanted: Set<Character> = [" ", "#", "*", ",", "?", "[", "]", "{", "}", "(", ")"]
  return labels.filter { !$0.isEmpty }
    .map { label in
      let plain = String(label.map { unwanted.contains($0) ? "_" : $0 })
      return plain.hasPrefix("/") ? plain : "/" + plain
    }
    .joined()
}

/// A number as the program's author wrote it: libfaust hands on 0.1 as the `Float` that is nearest to it.
func asWritten(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

extension ControlTreeBuilder {
  /// The functions that libfaust calls while it goes through a program's controls. It calls them before it
  /// returns and keeps nothing, so a plain pointer to the builder is enough.
  fileprivate static func glue(for builder: UnsafeMutablePointer<ControlTreeBuilder>) -> UIGlue {
    UIGlue(
      uiInterface: builder,
      openTabBox: { context, label in change(context) { $0.openGroup(.tabs, text(label)) } },
      openHorizontalBox: { context, label in change(context) { $0.openGroup(.horizontal, text(label)) } },
      openVerticalBox: { context, label in change(context) { $0.openGroup(.vertical, text(label)) } },
      closeBox: { context in change(context) { $0.closeGroup() } },
      addButton: { context, label, zone in
        guard let zone else { return }
        change(context) { $0.add(.button, text(label), zone) }
      },
      addCheckButton: { context, label, zone in
        guard let zone else { return }
        change(context) { $0.add(.checkbox, text(label), zone) }
      },
      addVerticalSlider: { context, label, zone, initial, low, high, step in
        addSlider(context, label, zone, (initial, low, high, step)) { .verticalSlider($0) }
      },
      addHorizontalSlider: { context, label, zone, initial, low, high, step in
        addSlider(context, label, zone, (initial, low, high, step)) { .horizontalSlider($0) }
      },
      addNumEntry: { context, label, zone, initial, low, high, step in
        addSlider(context, label, zone, (initial, low, high, step)) { .numberEntry($0) }
      },
      addHorizontalBargraph: { context, label, zone, low, high in
        addBargraph(context, label, zone, low, high) { .horizontalBargraph($0) }
      },
      addVerticalBargraph: { context, label, zone, low, high in
        addBargraph(context, label, zone, low, high) { .verticalBargraph($0) }
      },
      addSoundfile: { context, label, url, zone in
        guard let zone else { return }
        change(context) { $0.add(.soundfile(url: text(url)), text(label), zone) }
      },
      declare: { context, zone, key, value in change(context) { $0.declare(zone, text(key), text(value)) } })
  }
}

// The functions that libfaust is given hold no context but the pointer that comes with each call, so what
// they share stands outside of the type.

private func change(_ context: UnsafeMutableRawPointer?, _ body: (inout ControlTreeBuilder) -> Void) {
  guard let builder = context?.assumingMemoryBound(to: ControlTreeBuilder.self) else { return }
  body(&builder.pointee)
}

private func text(_ characters: UnsafePointer<CChar>?) -> String {
  characters.map { String(cString: $0) } ?? ""
}

private func addSlider(
  _ context: UnsafeMutableRawPointer?, _ label: UnsafePointer<CChar>?, _ zone: UnsafeMutableRawPointer?,
  _ numbers: (initial: Float, low: Float, high: Float, step: Float), _ kind: (Control.Range) -> Control.Kind
) {
  guard let zone else { return }
  let low = asWritten(numbers.low)
  let range = Control.Range(
    initial: asWritten(numbers.initial), bounds: low...max(low, asWritten(numbers.high)),
    step: asWritten(numbers.step))
  change(context) { $0.add(kind(range), text(label), zone) }
}

private func addBargraph(
  _ context: UnsafeMutableRawPointer?, _ label: UnsafePointer<CChar>?, _ zone: UnsafeMutableRawPointer?,
  _ low: Float, _ high: Float, _ kind: (ClosedRange<Double>) -> Control.Kind
) {
  guard let zone else { return }
  let low = asWritten(low)
  change(context) { $0.add(kind(low...max(low, asWritten(high))), text(label), zone) }
}
