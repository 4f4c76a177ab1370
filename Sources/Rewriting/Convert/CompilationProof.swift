import Facts
import Frontend

/// A unit that compiled and would not any more.
public struct FailingUnit: Sendable {
  /// The number of its command.
  public var unit: Int
  public var source: String
  public var objections: [ConversionProof.Objection]
  /// By file that would have to include them: headers that may be all that it lacks, by their paths. They define classes which the
  /// errors name.
  public var lacking: [String: Set<String>]
}

/// Asks the compiler whether it takes what a plan would write.
struct CompilationProof {
  let commands: [CompileCommand]
  let plan: ConversionPlan
  /// Whether any unit had errors before.
  let hadErrors: Bool
  let definitions: CountedDefinitions
  let includes: UnitIncludes
  let threads: Int
  let texts: FileTexts

  init(
    commands: [CompileCommand], plan: ConversionPlan, hadErrors: Bool, definitions: CountedDefinitions,
    includes: UnitIncludes, threads: Int
  ) {
    self.commands = commands
    self.plan = plan
    self.hadErrors = hadErrors
    self.definitions = definitions
    self.includes = includes
    self.threads = threads
    texts = plan.texts
  }

  /// Each unit read by itself.
  func failing(_ units: [Int]) -> [FailingUnit] {
    let found = inParallel(units.count, threads: threads) { errors(of: commands[units[$0]], with: texts) }
    return zip(units, found).compactMap { failing($0, $1) }
  }

  /// The errors of a reading, by unit.
  func failing(_ errors: [Int: [UnitDiagnostic]]) -> [FailingUnit] {
    errors.sorted { $0.key < $1.key }.compactMap { failing($0.key, $0.value) }
  }

  /// An error in the smart pointer's own text is the fault of who uses it so. One that the unit had before, wherever its line is now,
  /// is nobody's.
  private func failing(_ unit: Int, _ errors: [UnitDiagnostic]) -> FailingUnit? {
    if errors.isEmpty { return nil }
    let former = hadErrors ? Frontend.errors(of: commands[unit], with: nil) : []
    let known = Set(former.map { [$0.file, $0.message] })
    let new = errors.filter { !known.contains([$0.file, $0.message]) }
    if new.isEmpty { return nil }
    var all: [ConversionProof.Objection] = []
    var outside: [ConversionProof.Objection] = []
    var message = ""
    for one in new {
      // What a template is made for says what the error is about.
      if !one.isInstantiation { message = one.message } else if isForeign(one.file) { message += ", \(one.message)" }
      let objection = ConversionProof.Objection.error(path: one.file, line: one.line, message: message)
      all.append(objection)
      if !plan.brought.contains(one.file) { outside.append(objection) }
    }
    return FailingUnit(
      unit: unit, source: commands[unit].file, objections: outside.isEmpty ? all : outside,
      lacking: lacking(unit, by: new))
  }

  /// Errors in the smart pointer's own text, or which say so, come of a class that is only declared. The file that uses the smart
  /// pointer is to include the definition, unless that would be in a circle.
  private func lacking(_ unit: Int, by errors: [UnitDiagnostic]) -> [String: Set<String>] {
    let command = commands[unit]
    let included = files(of: unit)
    var lacking: [String: Set<String>] = [:]
    var named: Set<String> = []
    for (number, error) in errors.enumerated() {
      if !error.isInstantiation { named = [] }
      guard isForeign(error.file) || error.isInstantiation || error.message.contains("incomplete") else { continue }
      named.formUnion(definitions.paths(namedIn: error.message).subtracting(included))
      let isLast = !(errors.indices.contains(number + 1) && errors[number + 1].isInstantiation)
      guard !isForeign(error.file) || isLast else { continue }
      for path in named {
        let file = isForeign(error.file) ? command.file : error.file
        guard command.includeName(of: path) != nil, !includes.files(of: path, in: unit).contains(file) else { continue }
        lacking[file, default: []].insert(path)
      }
      named = []
    }
    return lacking
  }

  /// All that a unit includes once the plan is written.
  func files(of unit: Int) -> Set<String> {
    let former = includes.files(of: unit)
    let added = former.flatMap { plan.included[$0] ?? [] }.flatMap { includes.files(of: $0, in: unit) }
    return Set(former + added)
  }

  /// Not of the program that is converted.
  private func isForeign(_ path: String) -> Bool { plan.edits.files[path]?.change != .edited }
}

extension UnitDiagnostic {
  /// Not an error of its own, but a place that led to the one before it.
  fileprivate var isInstantiation: Bool { message.hasPrefix("in instantiation of") }
}

extension ConversionPlan {
  /// The new texts of all edited files.
  var texts: FileTexts {
    var texts: [String: [UInt8]] = [:]
    for file in edits.sorted where file.change != .removed {
      texts[file.path] = file.applied(to: originals[file.path] ?? [])
    }
    return FileTexts(texts)
  }

  /// Files that come with the smart pointer.
  var brought: Set<String> { Set(edits.sorted.filter { $0.change == .created }.map(\.path)) }
}
