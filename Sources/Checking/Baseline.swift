/// The findings that are known and put up with: only what is new is reported.
///
/// A text file with a line for each finding, its fingerprint first, then what people and `git diff` need to read it.
public struct Baseline: Hashable, Sendable {
  public var fingerprints: Set<String>

  static let heading = "# deed baseline 1"

  public struct Malformed: Error, Hashable, Sendable {
    public var line: Int
    public var message: String
  }

  public init(text: String) throws(Malformed) {
    fingerprints = []
    for (number, line) in zip(1..., text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)) {
      if number == 1 {
        guard line == Self.heading else {
          throw Malformed(line: 1, message: "not a baseline: '\(Self.heading)' is missing")
        }
        continue
      }
      guard let word = line.split(separator: "\t").first, !line.hasPrefix("#") else { continue }
      let isFingerprint =
        word.split(separator: "-").first?.count == 16 && word.allSatisfy { $0.isHexDigit || $0 == "-" }
      guard isFingerprint else { throw Malformed(line: number, message: "'\(word)' is not a fingerprint") }
      fingerprints.insert(String(word))
    }
    if text.isEmpty { throw Malformed(line: 1, message: "not a baseline: the file is empty") }
  }

  public static func text(of findings: [Finding], relativeTo directory: String) -> String {
    var lines = [heading]
    for finding in findings {
      let file = finding.location.file.relative(to: directory)
      lines.append([finding.fingerprint, finding.rule, file, finding.function].joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension CheckReport {
  /// Leaves out what the baseline knows.
  public mutating func apply(_ baseline: Baseline) {
    let before = findings.count
    findings.removeAll { baseline.fingerprints.contains($0.fingerprint) }
    knownCount += before - findings.count
  }
}
