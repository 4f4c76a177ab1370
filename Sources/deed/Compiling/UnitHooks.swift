import Disciplines
import Foundation
import Frontend

/// The hooks of the sources of one call, as text for the pass that Clang loads.
enum UnitHooks {
  /// Nil where nothing counts; throws what a person should know where a source cannot be read.
  static func plan(for call: CompilerCall, compiler: String) throws -> String {
    let settings = try Settings(arguments: Arguments(), sources: call.sources.map(\.name))
    let stated = try settings.statedDisciplines()
    var text = ""
    for source in call.sources { text += try plan(for: source, of: call, compiler: compiler, knowing: stated) }
    return text
  }

  private static func plan(
    for source: CompilerCall.Source, of call: CompilerCall, compiler: String, knowing stated: [Discipline]
  ) throws -> String {
    let here = FileManager.default.currentDirectoryPath
    var request = UnitRequest(
      directory: here, arguments: call.command(reading: source, compiler: compiler),
      mainFile: absolutePath(source.name, in: here))
    request.wantsSymbols = true
    // What a library's header counts is compiled into the program.
    request.readsLibraries = true
    let result = try lowerUnit(request)
    if let error = result.errors.first { throw Failure("\(source.name):\(error.line): \(error.message)") }
    let symbols = result.symbols
    let plan = try HookPlan.plan(
      result.facts, knowing: stated,
      symbols: HookSymbols(
        ofFunction: { symbols.ofFunction[$0] ?? [] }, prefixOfRecord: { symbols.prefixOfRecord[$0] },
        baseOffsets: { symbols.baseOffsets[$0] ?? [] }, bytesOfField: { symbols.bytesOfField[$0] }),
      hasTemplates: isCPlusPlus(source, compiler))
    return plan.isEmpty ? "" : text(of: plan, source: source.name)
  }

  /// As the driver takes it: by the language that was named, else by the file's name.
  private static func isCPlusPlus(_ source: CompilerCall.Source, _ compiler: String) -> Bool {
    if let language = source.language, language != "none" { return language.hasPrefix("c++") }
    return compiler == "clang++" || !["c", "i"].contains((source.name as NSString).pathExtension)
  }

  /// A line an entry, tabs between the words.
  private static func text(of plan: HookPlan, source: String) -> String {
    var lines = ["unit\t\(source)"]
    for family in plan.families.sorted(by: { $0.key < $1.key }) {
      lines.append("family\t\(family.key)\t\(family.value ? 1 : 0)")
    }
    for hook in plan.hooks {
      let words: [any CustomStringConvertible] = [
        "hook", hook.action.rawValue, hook.symbol, hook.argument, hook.family, hook.label, hook.offset, hook.line,
        hook.depth, hook.lastCount, hook.unless, hook.count.lowerBound, hook.count.count,
        hook.callee,
      ]
      lines.append(words.map(\.description).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
