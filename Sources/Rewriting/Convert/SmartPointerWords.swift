import Disciplines

/// How a smart pointer is written in a program's text.
struct SmartPointerWords {
  let conversion: SmartPointer.Conversion
  /// `detach`
  let detach: String
  /// `get`
  let get: String

  /// `nil` for a smart pointer that cannot hand its reference on or show it.
  init?(pointer: SmartPointer, conversion: SmartPointer.Conversion) {
    guard let detach = pointer.detaching.last,
      let get = pointer.getting.first(where: { !$0.hasPrefix("operator") })
    else { return nil }
    self.conversion = conversion
    self.detach = ".\(detach)()"
    self.get = ".\(get)()"
  }

  typealias Around = (before: String, after: String)

  func type(of object: String) -> String { conversion.type.replacing("{type}", with: object) }

  /// The type of a global; `nil` where the smart pointer has none that outlives whatever would release it.
  func global(of object: String) -> String? {
    conversion.global.isEmpty ? nil : conversion.global.replacing("{type}", with: object)
  }

  /// With the type, where it is known how it is written there; else as it is deduced, or written in full.
  func adopting(_ object: String?, inFull full: String) -> Around {
    if object == nil, !conversion.adoptDeduced.isEmpty { return split(conversion.adoptDeduced, full) }
    return split(conversion.adopt, object ?? full)
  }

  /// Whether text around an expression is what adopts it, for whatever type.
  func isAdopting(before: String, after: String) -> Bool {
    if !conversion.adoptDeduced.isEmpty, split(conversion.adoptDeduced, "") == (before, after) { return true }
    guard let hole = conversion.adopt.firstRange(of: "{type}") else { return false }
    let around = split(String(conversion.adopt[hole.upperBound...]), "")
    return before.hasPrefix(conversion.adopt[..<hole.lowerBound]) && before.hasSuffix(around.before)
      && after == around.after
  }

  func retaining(_ full: String) -> Around? {
    conversion.retain.isEmpty ? nil : split(conversion.retain, full)
  }

  private func split(_ words: String, _ object: String) -> Around {
    let filled = words.replacing("{type}", with: object)
    guard let hole = filled.firstRange(of: "{value}") else { return (filled, "") }
    return (String(filled[..<hole.lowerBound]), String(filled[hole.upperBound...]))
  }

  /// What a cast of this text to a pointer becomes: `static_cast<T *>(` and what stands behind its argument; `nil` where the
  /// smart pointer has no such cast or the text is none.
  func cast(from text: String) -> (before: String, length: Int)? {
    guard !conversion.cast.isEmpty else { return nil }
    for kind in ["static", "const"] {
      let opening = "\(kind)_cast<"
      guard text.hasPrefix(opening), let end = text.firstRange(of: ">(") else { continue }
      let type = text[text.index(text.startIndex, offsetBy: opening.count)..<end.lowerBound]
      guard type.hasSuffix("*"), !type.dropLast().contains("*"), !type.contains("<") else { continue }
      let object = type.dropLast().reversed().drop { $0 == " " }.reversed()
      let words = split(conversion.cast.replacing("{cast}", with: kind), String(object))
      guard words.after == ")" else { continue }
      return (words.before, text.utf8.distance(from: text.startIndex, to: end.upperBound))
    }
    return nil
  }
}
