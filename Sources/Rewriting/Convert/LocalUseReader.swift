import Claims
import Disciplines
import Facts

/// Reads off a body all that happens to one local.
struct LocalUseReader {
  private let facts: FactBase
  private let claims: ClaimSet
  private let index: DisciplineIndex
  private let function: FunctionID
  private let body: Body
  /// By event: which events take its value, and at which place.
  private var takers: [[(event: Int, place: Int)]]

  init(facts: FactBase, claims: ClaimSet, index: DisciplineIndex, function: FunctionID, body: Body) {
    self.facts = facts
    self.claims = claims
    self.index = index
    self.function = function
    self.body = body
    takers = Array(repeating: [], count: body.events.count)
    for (number, event) in body.events.enumerated() {
      for (place, operand) in body.operands(of: event).enumerated() where !operand.isNone {
        takers[operand.index].append((number, place))
      }
    }
  }

  /// In the order of events. Whatever is not understood is a reason to leave the local as it is.
  func uses(of slot: SlotID) throws(LeftRaw) -> [LocalUse] {
    var uses: [LocalUse] = []
    for (number, event) in body.events.enumerated() {
      if event.operation == .scopeEnd, event.slot == slot {
        uses.append(LocalUse(kind: .ends, event: number, span: .none))
      }
      guard event.operation == .slot, event.slot == slot else { continue }
      let name = body.span(of: event)
      for (taker, place) in takers[number] {
        switch body.events[taker].operation {
        case .load: try read(taker, name: name, into: &uses)
        case .store where place == 0:
          let isInitialization = body.events[taker].flags.contains(.isInitialization)
          uses.append(
            LocalUse(
              kind: try definition(taker), event: taker, span: isInitialization ? .none : name,
              isInitialization: isInitialization))
        default: throw LeftRaw(reason: "its address is used", span: name)
        }
      }
    }
    return uses.sorted { $0.event < $1.event }
  }

  // MARK: What it is set to

  private func definition(_ store: Int) throws(LeftRaw) -> LocalUse.Kind {
    var value = body.operand(1, of: body.events[store])
    for _ in 0..<8 where !value.isNone {
      let event = body[value]
      switch event.operation {
      case .null: return .clears
      case .constant where body.constants.indices.contains(Int(event.reference)):
        if body.constants[Int(event.reference)] == 0 { return .clears }
      case .new: return .takes
      case .call where !event.flags.contains(.isIndirect):
        let result = claims.meaning(of: event.function, facts: facts, index: index)?.result
        if result == .new || claims.claim(of: claims.slot(ofResultOf: event.function)) == .owner { return .takes }
      case .convert:
        value = body.operand(0, of: event)
        continue
      default: break
      }
      break
    }
    throw LeftRaw(
      reason: "it is set to what comes without a reference of its own", span: body.span(of: body.events[store]))
  }

  // MARK: What becomes of its value

  private func read(_ value: Int, name: Span, into uses: inout [LocalUse]) throws(LeftRaw) {
    if takers[value].isEmpty {
      uses.append(LocalUse(kind: .looks(asRawPointer: false), event: value, span: name))
    }
    for (taker, place) in takers[value] {
      let event = body.events[taker]
      func add(_ kind: LocalUse.Kind, _ span: Span? = nil) {
        uses.append(LocalUse(kind: kind, event: taker, span: span ?? name))
      }
      switch event.operation {
      case .convert:
        if event.flags.contains(.isTruth) { add(.tests) } else { try read(taker, name: name, into: &uses) }
      case .compare, .not: add(.tests)
      case .field, .load: add(.looks(asRawPointer: false))
      case .call: add(try call(event, place: place, name: name), isReceiver(event, place) ? nil : name)
      case .return:
        guard claims.claim(of: claims.slot(ofResultOf: function)) == .owner else {
          throw LeftRaw(reason: "it is returned where the result is not known for an owner", span: name)
        }
        add(.gives)
      case .store where place == 1: add(try stored(event, name: name))
      default: throw LeftRaw(reason: "it is used in a way that is not understood", span: name)
      }
      // A release is edited as a whole.
      if case .releases = uses.last?.kind { uses[uses.count - 1].span = body.span(of: event) }
    }
  }

  private func isReceiver(_ event: Event, _ place: Int) -> Bool { event.flags.contains(.hasReceiver) && place == 0 }

  private func call(_ event: Event, place: Int, name: Span) throws(LeftRaw) -> LocalUse.Kind {
    guard !event.flags.contains(.isIndirect) else {
      throw LeftRaw(reason: "it is passed through a pointer to a function", span: name)
    }
    let stated = index.meaning(of: event.function)
    let callee = facts[facts[event.function].name]
    if isReceiver(event, place) {
      switch stated?.receiver ?? .borrows {
      case .releases: return .releases
      case .borrows: return .looks(asRawPointer: false)
      default: throw LeftRaw(reason: "'\(callee)' counts on it, and no smart pointer does the same", span: name)
      }
    }
    let position = event.flags.contains(.hasReceiver) ? place - 1 : place
    switch stated?.arguments[position] {
    case .releases, .releasesUnlessNull: return .releases
    case .consumes: return .gives
    case .keeps: return .looks(asRawPointer: true)
    case nil, .borrows: break
    default: throw LeftRaw(reason: "'\(callee)' counts on it, and no smart pointer does the same", span: name)
    }
    let parameters = Int(facts[event.function].parameterCount)
    guard position < parameters else { throw LeftRaw(reason: "it is passed among variable arguments", span: name) }
    switch claims.claim(of: claims.slot(of: SlotID(position), in: event.function)) {
    case .owner: return .gives
    case .pointer: return .looks(asRawPointer: true)
    default: throw LeftRaw(reason: "nobody can tell whether '\(callee)' takes it over", span: name)
    }
  }

  private func stored(_ event: Event, name: Span) throws(LeftRaw) -> LocalUse.Kind {
    let place = body.operand(0, of: event)
    guard !place.isNone else { throw LeftRaw(reason: "it is stored where nobody can follow it", span: name) }
    let claim: Claim =
      switch body[place].operation {
      case .field: claims.claim(of: claims.slot(of: body[place].field))
      case .global: claims.claim(of: claims.slot(of: body[place].global))
      case .slot: claims.claim(of: claims.slot(of: body[place].slot, in: function))
      default: .unknown
      }
    switch claim {
    case .owner: return .gives
    case .pointer: return .looks(asRawPointer: true)
    default: throw LeftRaw(reason: "it is stored where nobody can tell who owns it", span: name)
    }
  }
}
