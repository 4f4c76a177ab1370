/// The handles that live at one moment, oldest first; printed, they are a tree, parent over child.
public struct LiveList: Sendable, RandomAccessCollection, CustomStringConvertible {
  let handles: [LiveHandle]

  init(_ entries: [Registry.Entry]) {
    let now = ContinuousClock.now
    handles = entries.map { LiveHandle($0, now: now) }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { handles.count }
  public subscript(position: Int) -> LiveHandle { handles[position] }

  public var description: String {
    guard !isEmpty else { return "no handle is alive" }
    let listed = Set(handles.map(\.identity.id))
    let children = Dictionary(grouping: handles.filter { $0.parent.map(listed.contains) ?? false }) { $0.parent ?? 0 }
    var lines = ["\(count) handle\(count == 1 ? " is" : "s are") alive:"]

    func add(_ handle: LiveHandle, depth: Int) {
      let margin = String(repeating: "  ", count: depth)
      lines.append("\(margin)\(handle)")
      if let stack = handle.stack { lines += stack.lines.map { "\(margin)    \($0)" } }
      for child in children[handle.identity.id] ?? [] { add(child, depth: depth + 1) }
    }
    for root in handles where !(root.parent.map(listed.contains) ?? false) { add(root, depth: 1) }
    return lines.joined(separator: "\n")
  }
}

/// One handle that lives.
public struct LiveHandle: Sendable, CustomStringConvertible {
  public let identity: HandleIdentity
  /// The number of the handle that it was made from.
  public let parent: UInt64?
  public let age: Duration
  /// How the program came to make it, when ``NativeLifetimes/NativeLifetimes/recordsCreationStacks`` was on.
  public let stack: CreationStack?

  init(_ entry: Registry.Entry, now: ContinuousClock.Instant) {
    identity = entry.identity
    parent = entry.parent
    age = now - entry.madeAt
    stack = entry.stack
  }

  public var description: String {
    let seconds = Double(age.components.seconds) + Double(age.components.attoseconds) / 1e18
    let text = seconds < 10 ? "\(Double(Int(seconds * 1000)) / 1000)" : "\(Int(seconds))"
    return "\(identity.kind) #\(identity.id), made at \(identity.madeAt), \(text) s old"
  }
}
