import Facts

extension CheckReport {
  /// Gives every finding its fingerprint: of the file, the rule, the function, and the text of its line without spaces, so
  /// that it stays when lines move. Findings that are alike in all of this are numbered.
  public mutating func fingerprint(relativeTo directory: String, _ sources: inout SourceLines) {
    var seen: [UInt64: Int] = [:]
    for index in findings.indices {
      let finding = findings[index]
      var hash = StableHash()
      hash.combine(finding.location.file.relative(to: directory))
      hash.combine(finding.rule)
      hash.combine(finding.function)
      hash.combine(String(sources.line(finding.location.line, of: finding.location.file).filter { !$0.isWhitespace }))
      let number = seen[hash.value, default: 0]
      seen[hash.value] = number + 1
      let digits = String(hash.value, radix: 16)
      let text = String(repeating: "0", count: 16 - digits.count) + digits
      findings[index].fingerprint = number == 0 ? text : "\(text)-\(number + 1)"
    }
  }
}

extension String {
  /// The path as seen from a directory, where it lies below it.
  public func relative(to directory: String) -> String {
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    return hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
