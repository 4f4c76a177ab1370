import Claims
import Facts

/// Fields and globals that some function reads which neither makes nor ends the object.
struct PlacesRead {
  private var places: Set<ClaimSlotID> = []
  /// What is handed out as it is: returned, put elsewhere, or read by another object.
  private(set) var handedOut: Set<ClaimSlotID> = []

  init(by readers: [FlowReader], in facts: FactBase) {
    for reader in readers where facts[reader.function].kind != .constructor {
      for flow in reader.flows {
        noteHandedOut(flow, reader)
        switch flow.sink {
        case .use, .pointer, .retain: break
        case .test where facts[reader.function].kind != .destructor: break
        default: continue
        }
        for case .place(let slot, _) in flow.arms.map(\.origin) { places.insert(slot) }
      }
    }
  }

  private mutating func noteHandedOut(_ flow: ReferenceFlow, _ reader: FlowReader) {
    let operation = reader.body.events[flow.event].operation
    for case .place(let slot, let isOwn) in flow.arms.map(\.origin) {
      switch flow.sink {
      case .pointer where operation == .return || operation == .store || !isOwn: handedOut.insert(slot)
      case .slot where !isOwn, .owner where !isOwn, .retain where !isOwn: handedOut.insert(slot)
      default: break
      }
    }
  }

  func contains(_ place: ClaimSlotID) -> Bool { places.contains(place) }
}
