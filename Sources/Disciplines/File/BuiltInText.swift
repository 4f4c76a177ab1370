package import CBuiltIn

extension deed_built_in_text {
  /// All texts of a list that ends with one that has no name.
  package static func all(from list: UnsafePointer<deed_built_in_text>?) -> [(name: String, text: String)] {
    var texts: [(name: String, text: String)] = []
    guard var next = list else { return texts }
    while let name = next.pointee.name {
      texts.append((String(cString: name), next.pointee.text))
      next += 1
    }
    return texts
  }

  package var text: String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: Int(size)), as: UTF8.self)
  }
}
