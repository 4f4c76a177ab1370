import Checking
import Disciplines
import Facts
import Frontend

/// Reads a converted program again: it must have no new error, and nothing must be found in it that was not found before.
public struct ConversionProof: Sendable {
  private let commands: [CompileCommand]
  private let options: ReadOptions
  private let stated: [Discipline]

  public init(commands: [CompileCommand], options: ReadOptions, stated: [Discipline]) {
    self.commands = commands
    self.options = options
    self.stated = stated
  }

  /// What speaks against a plan.
  public enum Objection: Hashable, Sendable {
    /// The compiler does not take it.
    case error(path: String, line: Int, message: String)
    case finding(function: String, path: String, message: String)

    public var words: String {
      switch self {
      case .error(let path, let line, let message): "\(path):\(line): \(message)"
      case .finding(let function, let path, let message): "\(path): \(function): \(message)"
      }
    }
  }

  public struct Baseline: Sendable {
    var errors: Set<UnitDiagnostic>
    var findings: [String: Int]

    public init(diagnostics: [UnitDiagnostic], findings: [Finding]) {
      errors = Set(diagnostics)
      self.findings = Dictionary(grouping: findings, by: ConversionProof.key).mapValues(\.count)
    }
  }

  /// Of a finding, whatever its place: what a rewrite moves is not new.
  private static func key(of finding: Finding) -> String {
    "\(finding.rule) \(finding.function) \(finding.location.file)"
  }

  public func objections(
    to plan: ConversionPlan, baseline: Baseline,
    progress: @escaping @Sendable (Int, Int, String) -> Void = { _, _, _ in }
  ) throws -> [Objection] {
    var texts: [String: [UInt8]] = [:]
    for file in plan.edits.sorted where file.change != .removed {
      texts[file.path] = file.applied(to: plan.originals[file.path] ?? [])
    }
    var options = options
    options.texts = FileTexts(texts)
    options.fingerprinting = nil
    options.recordsLayout = false
    let after = read(commands, options: options, progress: progress)
    let errors = after.diagnostics.filter { !baseline.errors.contains($0) }
    if !errors.isEmpty {
      return errors.map { .error(path: $0.file, line: $0.line, message: $0.message) }
    }
    let index = DisciplineResolver(stated + (try Discovery.disciplines(in: after.facts))).resolve(after.facts)
    let findings = Checker(facts: after.facts, disciplines: index).check().findings
    var seen: [String: Int] = [:]
    var objections: [Objection] = []
    // The smart pointer's own text counts by hand what it is there to count.
    let brought = Set(plan.edits.sorted.filter { $0.change == .created }.map(\.path))
    for finding in findings where !brought.contains(finding.location.file) {
      let key = Self.key(of: finding)
      seen[key, default: 0] += 1
      if seen[key, default: 0] > baseline.findings[key, default: 0] {
        objections.append(
          .finding(function: finding.function, path: finding.location.file, message: finding.message))
      }
    }
    return objections
  }
}

extension ConversionPlan {
  /// The functions that an objection is about, each with what is to be said of it; all of a file where it cannot be told.
  public func functions(meantBy objection: ConversionProof.Objection) -> [(ConvertedFunction, String)] {
    switch objection {
    case .error(let path, _, let message):
      return functions.filter { $0.path == path }.map { ($0, "the compiler would say: \(message)") }
    case .finding(let name, let path, let message):
      let exact = functions.filter { $0.name == name && $0.path == path }
      let meant = exact.isEmpty ? functions.filter { $0.path == path } : exact
      return meant.map { ($0, "'deed check' would say: \(message)") }
    }
  }
}
