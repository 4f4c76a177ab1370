import Disciplines
import Facts

extension EntryPoints {
  /// The functions that a program puts into fields through which a framework calls, in tables or one by one.
  static func functions(in facts: FactBase, _ disciplines: DisciplineIndex) -> [FunctionID: Failure] {
    guard !disciplines.entryPointFields.isEmpty else { return [:] }
    var result: [FunctionID: Failure] = [:]
    var isDoubtful: Set<FunctionID> = []
    for function in facts.functions {
      guard let body = function.body else { continue }
      for event in body.events {
        switch event.operation {
        case .aggregate:
          guard !event.type.isNone, facts[event.type].kind == .record, !facts[event.type].record.isNone else {
            continue
          }
          let fields = facts[facts[event.type].record].fields
          for (field, part) in zip(fields, body.operands(of: event)) { note(part, body, field) }
        case .store:
          let place = body.operand(0, of: event)
          guard !place.isNone, body[place].operation == .field else { continue }
          note(body.operand(1, of: event), body, body[place].field)
        default: break
        }
      }
    }
    for function in isDoubtful { result[function] = nil }
    return result

    func note(_ value: ValueID, _ body: Body, _ field: FieldID) {
      let value = body.unconverted(value)
      guard !value.isNone, body[value].operation == .function else { return }
      let function = body[value].function
      // In another field it may be called by other rules.
      guard let failure = disciplines.entryPointFields[field], result[function] ?? failure == failure else {
        isDoubtful.insert(function)
        return
      }
      result[function] = failure
    }
  }
}
