import Claims
import Facts

/// Fields and globals that some function reads which neither makes nor ends the object.
struct PlacesRead {
  private var places: Set<ClaimSlotID> = []

  init(by readers: [FlowReader], in facts: FactBase) {
    for reader in readers where facts[reader.function].kind != .constructor {
      for flow in reader.flows {
        switch flow.sink {
        case .use, .pointer, .retain: break
        case .test where facts[reader.function].kind != .destructor: break
        default: continue
        }
        for case .place(let slot, _) in flow.arms.map(\.origin) { places.insert(slot) }
      }
    }
  }

  func contains(_ place: ClaimSlotID) -> Bool { places.contains(place) }
}
