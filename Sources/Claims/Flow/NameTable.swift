/// Numbers for the expressions of one body, so that two that read alike have the same number.
///
/// `list->first` named twice is taken for one reference: this is how a retain finds what it is for.
struct NameTable {
  enum Form: UInt8, Hashable {
    case slot, global, field, element, load, call, list, constant, null, unique, arithmetic
  }

  private struct Name: Hashable {
    var form: Form
    var first: UInt32
    var second: UInt32
  }

  private var numbers: [Name: Int32] = [:]

  mutating func number(_ form: Form, _ first: UInt32, _ second: UInt32 = 0) -> Int32 {
    let name = Name(form: form, first: first, second: second)
    if let known = numbers[name] { return known }
    let number = Int32(numbers.count)
    numbers[name] = number
    return number
  }

  mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
}
