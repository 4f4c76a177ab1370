import Facts

/// What the body of a retain or release looks like, beyond what it does to the number: it counts and does nothing else with
/// the object that a reader of the call should know of.
struct MemberShape {
  private let counting: Counting
  private let facts: FactBase

  init(_ counting: Counting) {
    self.counting = counting
    facts = counting.program.facts
  }

  func countsItself(_ member: CountedFamily.Member, objects: Set<[FieldID]>) -> Bool {
    counting.program.view(of: member.function).map { counting.countsItself($0, member.place, objects: objects) }
      ?? false
  }

  func passesOn(_ member: CountedFamily.Member, to members: Set<FunctionID>) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    return view.body.events.contains { event in
      event.operation == .call && event.function != member.function
        && counting.program.targets(of: event, in: view).contains(where: members.contains)
        && counting.innerPlace(of: member.place, at: event, in: view) != nil
    }
  }

  /// What one function alone calls is a part of it that was written apart.
  func isOnlyCaller(_ member: CountedFamily.Member, of members: Set<FunctionID>) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    let parts = view.body.events.lazy.filter { $0.operation == .call && members.contains($0.function) }.map(\.function)
    return parts.allSatisfy {
      facts[$0].flags.contains(.isInternal) && counting.program.callers[$0] == [member.function]
    }
  }

  /// A wrapper that does one call and stores nothing is another name for what it calls; one that does more is code
  /// that uses references, and for the claims to judge.
  func isBare(_ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    guard view.function.kind != .destructor, view.function.kind != .constructor else { return false }
    let calls = view.body.events.filter { event in
      guard event.operation == .call, !event.flags.contains(.isImplicit) else { return false }
      return counting.shownPlace(of: member.place, at: event, in: view) == nil
    }
    let stores = view.body.events.contains { event in
      guard event.operation == .store else { return false }
      let origin = view.origin(of: view.body.operand(0, of: event))
      if case .slot = origin.root { return false }
      return origin.root != .parameter(holderPosition(member.place)) || !origin.path.isEmpty
    }
    return calls.count <= 1 && !stores
  }

  private func holderPosition(_ place: CountPlace) -> Int {
    switch place.holder {
    case .argument(let position), .pointee(let position): position
    case .loaded: Int.min
    }
  }

  /// Whether a function does no more to the object than to count it down: what it gives back is no other object.
  func isPlainRelease(_ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function) else { return false }
    if facts.isPointer(view.function.returnType), !member.transfer.returns.allSatisfy({ $0 == .number(0) }) {
      return false
    }
    return !view.body.events.contains { event in
      event.operation == .call && givesToLocal(event, member.place.root, in: view)
        || event.operation == .store && putsAnother(event, into: member.place, in: view)
    }
  }

  /// `void assign(T **p, T *other) { release(*p); *p = other; }`: what is at `p` afterwards is not for a release to say.
  private func putsAnother(_ store: Event, into place: CountPlace, in view: BodyView) -> Bool {
    guard case .pointee(let position) = place.holder else { return false }
    let address = view.origin(of: view.body.operand(0, of: store))
    return address.root == .parameter(position) && address.path.isEmpty
      && view.origin(of: view.body.operand(1, of: store)).root != .null
  }

  /// A guard object that is given the object may count in its destructor what was counted here.
  private func givesToLocal(_ call: Event, _ root: Origin.Root, in view: BodyView) -> Bool {
    guard call.flags.contains(.hasReceiver), let receiver = view.argument(-1, of: call),
      case .slot = view.origin(of: receiver).root
    else { return false }
    return view.arguments(of: call).arguments.contains { view.isWhole($0, root) }
  }

  /// Whether a function does no more to the object than to count it up: it neither keeps it nor puts something into it.
  func isPure(_ member: CountedFamily.Member) -> Bool {
    guard let view = counting.program.view(of: member.function), view.function.kind != .constructor else {
      return false
    }
    let root = member.place.root
    guard case .argument = member.place.holder, view.function.parameterCount <= 5 else { return false }
    // What gives back another object has done something with this one.
    if facts.isPointer(view.function.returnType), member.transfer.returns != [.object] { return false }
    for event in view.body.events {
      switch event.operation {
      case .store:
        let address = view.origin(of: view.body.operand(0, of: event))
        let value = view.origin(of: view.body.operand(1, of: event))
        if case .slot = address.root { continue }
        if value.root == root, value.path.isEmpty { return false }
        if address.root == root, case .parameter = value.root { return false }
        if address.argument != nil, address.root != root { return false }
      case .call:
        if givesToLocal(event, root, in: view) { return false }
        let origins = view.numberedArguments(of: event).map { view.origin(of: $0.value) }
        guard origins.contains(where: { $0.root == root && $0.path.isEmpty }) else { continue }
        let isShared = origins.contains { origin in
          switch origin.root {
          case .loaded, .global, .parameter: origin.root != root
          default: false
          }
        }
        if isShared { return false }
      default: continue
      }
    }
    return true
  }
}
