private import Spelling

/// A mapping whose keys were checked, for reading typed values out of it.
///
/// Every reader returns nil (or nothing) for a key that is absent or empty, and throws at the value's position when it
/// has the wrong shape.
public struct YAMLMapping: Sendable {
  public let entries: [YAMLEntry]
  public let position: YAMLPosition
  /// What the mapping describes, as errors call it: `a discipline`.
  public let subject: String

  public subscript(key: String) -> YAMLNode? {
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
    return value
  }

  public func string(_ key: String) throws(YAMLError) -> String? { try self[key]?.string("'\(key)'") }
  public func bool(_ key: String) throws(YAMLError) -> Bool? { try self[key]?.bool("'\(key)'") }
  public func int(_ key: String) throws(YAMLError) -> Int? { try self[key]?.int("'\(key)'") }

  /// A list of strings; one string alone is a list of one.
  public func strings(_ key: String) throws(YAMLError) -> [String] { try self[key]?.strings("'\(key)'") ?? [] }

  /// The elements of a list; one value alone is a list of one.
  public func nodes(_ key: String) throws(YAMLError) -> [YAMLNode] {
    guard let node = self[key] else { return [] }
    if case .sequence(let elements) = node.content { return elements }
    return [node]
  }

  /// The mapping below `key`, its own keys checked.
  public func mapping(_ key: String, keys: [String]) throws(YAMLError) -> YAMLMapping? {
    try self[key]?.mapping("'\(key)'", keys: keys)
  }

  /// The string below a key that must be there.
  public func requiredString(_ key: String) throws(YAMLError) -> String {
    guard let string = try string(key) else { throw YAMLError(at: position, "\(subject) needs the key '\(key)'") }
    return string
  }
}

extension YAMLNode {
  /// This node as a mapping with no keys but `keys`; an empty node is an empty mapping.
  ///
  /// `subject` is what errors call it: `unknown key 'relase' in a discipline (did you mean 'release'?)`.
  public func mapping(_ subject: String, keys: [String]) throws(YAMLError) -> YAMLMapping {
    let mapping = try mapping(subject)
    if let error = unknownKeys(known: keys, subject: subject).first { throw error }
    return mapping
  }

  /// This node as a mapping with any keys, as where the keys are names of functions.
  public func mapping(_ subject: String) throws(YAMLError) -> YAMLMapping {
    if isNull { return YAMLMapping(entries: [], position: position, subject: subject) }
    guard case .mapping(let entries) = content else { throw mismatch(subject, "a mapping ('key: value' lines)") }
    return YAMLMapping(entries: entries, position: position, subject: subject)
  }

  /// An error for each key that is not among `known`, for those who want to report them all.
  public func unknownKeys(known: [String], subject: String) -> [YAMLError] {
    guard case .mapping(let entries) = content else { return [] }
    return entries.filter { !known.contains($0.key) }.map { entry in
      let nearest = suggestion(for: entry.key, among: known)
      return YAMLError(at: entry.keyPosition, "unknown key '\(entry.key)' in \(subject)\(nearest)")
    }
  }

  public func string(_ subject: String) throws(YAMLError) -> String {
    guard case .scalar(let text, _) = content else { throw mismatch(subject, "a word or text") }
    return text
  }

  public func strings(_ subject: String) throws(YAMLError) -> [String] {
    guard case .sequence(let elements) = content else { return [try string(subject)] }
    var strings: [String] = []
    for element in elements { strings.append(try element.string("each element of \(subject)")) }
    return strings
  }

  public func bool(_ subject: String) throws(YAMLError) -> Bool {
    switch try string(subject).lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw mismatch(subject, "true or false")
    }
  }

  public func int(_ subject: String) throws(YAMLError) -> Int {
    guard let number = Int(try string(subject)) else { throw mismatch(subject, "a whole number") }
    return number
  }

  /// One of a few words; another word gets the nearest of them.
  public func choice(_ subject: String, among choices: [String]) throws(YAMLError) -> String {
    let word = try string(subject)
    guard choices.contains(word) else {
      throw YAMLError(
        at: position,
        "\(subject) is one of \(choices.joined(separator: ", ")), not '\(word)'\(suggestion(for: word, among: choices))"
      )
    }
    return word
  }

  private func mismatch(_ subject: String, _ expected: String) -> YAMLError {
    let found: String
    switch content {
    case .scalar(let text, _): found = isNull ? "nothing" : "'\(text)'"
    case .sequence: found = "a list"
    case .mapping: found = "a mapping"
    }
    return YAMLError(at: position, "\(subject) must be \(expected), not \(found)")
  }
}
