import Checking

/// Findings as SARIF 2.1.0, for code hosts and editors: with the path as a code flow, and the rules' documentation.
public struct CheckSARIF {
  public var report: CheckReport
  /// What paths are relative to; absolute, without a slash at its end.
  public var directory: String
  public var version: String

  public init(report: CheckReport, directory: String, version: String) {
    self.report = report
    self.directory = directory
    self.version = version
  }

  /// Our own key: a host that finds it need not make up its own.
  static let fingerprintKey = "deed/v1"
  private static let root = "SRCROOT"

  public func text() -> String {
    var sources = SourceLines()
    let rules = FindingRule.all
    let indices = Dictionary(uniqueKeysWithValues: zip(rules.map(\.id), rules.indices))
    let results = report.findings.map { result($0, rule: indices[$0.rule], &sources) }
    let run = JSONValue.object([
      ("tool", .object([("driver", driver(rules))])),
      (
        "invocations",
        .array([
          .object([
            ("executionSuccessful", .bool(true)),
            ("toolExecutionNotifications", .array(report.incomplete.map { notification($0, &sources) })),
          ])
        ])
      ),
      ("originalUriBaseIds", .object([(Self.root, .object([("uri", .string("file://\(Self.escaped(directory))/"))]))])),
      ("columnKind", .string("unicodeCodePoints")),
      ("results", .array(results)),
    ])
    return JSONValue.object([
      (
        "$schema", .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
      ),
      ("version", .string("2.1.0")),
      ("runs", .array([run])),
    ]).text(expandedLevels: 4)
  }

  private func driver(_ rules: [FindingRule]) -> JSONValue {
    .object([
      ("name", .string("deed")), ("version", .string(version)),
      (
        "rules",
        .array(
          rules.map { rule in
            .object([
              ("id", .string(rule.id)),
              ("shortDescription", .object([("text", .string(rule.meaning))])),
              ("fullDescription", .object([("text", .string(rule.rationale))])),
              ("help", .object([("text", .string(Self.help(rule)))])),
              ("defaultConfiguration", .object([("level", .string(rule.severity.rawValue))])),
              ("properties", .object([("kind", .string(rule.kind.rawValue))])),
            ])
          })
      ),
    ])
  }

  private static func help(_ rule: FindingRule) -> String {
    let found = rule.triggering.map { "Found:\n\n\($0)" }
    let fine = rule.nonTriggering.map { "Not found:\n\n\($0)" }
    return ([rule.rationale] + found + fine).joined(separator: "\n\n")
  }

  private func result(_ finding: Finding, rule: Int?, _ sources: inout SourceLines) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [("ruleId", .string(finding.rule))]
    if let rule { entries.append(("ruleIndex", .int(rule))) }
    entries += [
      ("level", .string(finding.severity.rawValue)),
      (
        "message",
        .object([("text", .string(finding.help.isEmpty ? finding.message : "\(finding.message); \(finding.help)"))])
      ),
      (
        "locations",
        .array([
          .object([
            ("physicalLocation", place(finding.location, &sources)),
            (
              "logicalLocations",
              .array([.object([("fullyQualifiedName", .string(finding.function)), ("kind", .string("function"))])])
            ),
          ])
        ])
      ),
      ("partialFingerprints", .object([(Self.fingerprintKey, .string(finding.fingerprint))])),
    ]
    if !finding.path.isEmpty {
      let steps = finding.path + [FindingStep(location: finding.location, message: finding.message)]
      let flow = steps.map { step in
        JSONValue.object([
          (
            "location",
            .object([
              ("physicalLocation", place(step.location, &sources)),
              ("message", .object([("text", .string(step.message))])),
            ])
          )
        ])
      }
      entries.append(
        ("codeFlows", .array([.object([("threadFlows", .array([.object([("locations", .array(flow))])]))])])))
    }
    return .object(entries)
  }

  private func notification(_ cut: IncompleteCheck, _ sources: inout SourceLines) -> JSONValue {
    .object([
      ("level", .string("note")),
      ("message", .object([("text", .string("'\(cut.function)' was not checked to its end: \(cut.reason)"))])),
      ("locations", .array([.object([("physicalLocation", place(cut.location, &sources))])])),
    ])
  }

  private func place(_ location: FindingLocation, _ sources: inout SourceLines) -> JSONValue {
    let line = sources.line(location.line, of: location.file)
    var region: [(key: String, value: JSONValue)] = [
      ("startLine", .int(location.line)), ("startColumn", .int(Self.column(location.column, in: line))),
    ]
    if let end = location.endColumn { region.append(("endColumn", .int(Self.column(end, in: line)))) }
    let shown = location.file.relative(to: directory)
    var artifact: [(key: String, value: JSONValue)] = []
    if shown == location.file {
      artifact.append(("uri", .string("file://\(Self.escaped(shown))")))
    } else {
      artifact += [("uri", .string(Self.escaped(shown))), ("uriBaseId", .string(Self.root))]
    }
    return .object([("artifactLocation", .object(artifact)), ("region", .object(region))])
  }

  /// Columns in bytes become columns in code points.
  private static func column(_ column: Int, in line: Substring) -> Int {
    let before = line.utf8.prefix(max(0, column - 1))
    return String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
  }

  private static func escaped(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
