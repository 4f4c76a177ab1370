import Checking
import Disciplines
import Facts
import Foundation
import Frontend
import Testing

/// What a check of one source finds, with the disciplines that are built in and those that it shows itself.
func report(
  on source: String, named name: String = "/test/source.cpp", followsExceptions: Bool = false, keepsNotes: Bool = false
) throws -> CheckReport {
  let unit = try lowerUnit(.source(source, named: name))
  #expect(unit.errors.isEmpty)
  let disciplines = try BuiltIn.disciplines().filter { !$0.onlyWhenNamed } + Discovery.disciplines(in: unit.facts)
  let index = DisciplineResolver(disciplines).resolve(unit.facts)
  var report = Checker(facts: unit.facts, disciplines: index, followsExceptions: followsExceptions).check()
  var sources = SourceLines(texts: [name: source])
  report.applySuppressions(in: [name], &sources)
  if !keepsNotes { report.findings.removeAll { $0.severity == .note } }
  report.fingerprint(relativeTo: "/test", &sources)
  return report
}

/// Compares what is found with what the source expects: `// ERROR rule rule` at the ends of lines.
func check(
  _ source: String, named name: String = "/test/source.cpp", followsExceptions: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let report = try report(on: source, named: name, followsExceptions: followsExceptions)
  var expected: [String] = []
  for (number, line) in zip(1..., source.split(separator: "\n", omittingEmptySubsequences: false)) {
    guard let mark = line.range(of: "// ERROR ") else { continue }
    for rule in line[mark.upperBound...].split(separator: " ") { expected.append("\(number): \(rule)") }
  }
  let found = report.findings.map { "\($0.location.line): \($0.rule)" }
  #expect(found.sorted() == expected.sorted(), sourceLocation: sourceLocation)
  #expect(report.incomplete.isEmpty, sourceLocation: sourceLocation)
}
