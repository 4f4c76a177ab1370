import CFaust
import NativeLifetimes

extension DSPFactory {
  /// The libraries that the program uses, as paths.
  ///
  /// Of an interpreter's program that was not compiled here, libfaust does not know them: an error says so.
  public func dependencies() throws(FaustError) -> [String] {
    guard backend == .interpreter else {
      return try faultsAsFaustErrors {
        try handle.use { takeStrings(getCDSPFactoryLibraryList($0.assumingMemoryBound(to: llvm_dsp_factory.self))) }
      }
    }
    guard let program else { throw .unsupported(backend: backend, what: "name the libraries of a saved program") }
    return try faultsAsFaustErrors { try handle.use { _ in try program.expanded() } }.libraries
  }

  /// What the compiler finds odd in the program: a table that is read beyond its end, for one.
  ///
  /// libfaust only has them for a program that LLVM has compiled a moment ago. Of others, the interpreter's
  /// and those that were in the cache, they are found by compiling once more, with LLVM and without
  /// optimisation. That takes its time, and libfaust keeps memory for it: see ``Backend/llvm``.
  public func warnings() throws(FaustError) -> [String] {
    try faultsAsFaustErrors { try handle.use { _ in } }
    if let knownWarnings { return knownWarnings }
    guard let program else { throw .unsupported(backend: backend, what: "look for mistakes in a saved program") }
    var options = program.options
    options.backend = .llvm
    options.optimization = 0
    // By a name that no program has, so that it is not taken from the cache.
    let check = try DSPFactory(source: program.source, name: "\(program.name) \(identity.id)", options: options)
    try check.close()
    return check.knownWarnings ?? []
  }
}

/// A program as libfaust writes it when it has put in all that is imported.
struct ExpandedProgram {
  let text: String

  /// `declare library_path0 "/usr/share/faust/stdfaust.lib";`
  var libraries: [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("declare library_path"), line.hasSuffix("\";"), let quote = line.firstIndex(of: "\"")
      else { return nil }
      return String(line[line.index(after: quote)...].dropLast(2))
    }
  }

  /// The names that the program wants from outside: functions, constants and variables of C.
  /// `ffunction(float tanhf(float),<math.h>,"")`, `fconstant(int fSamplingFreq, <math.h>)`
  var foreignNames: [String] {
    var names: [String] = []
    for line in text.split(separator: "\n") {
      for word in ["ffunction(", "fconstant(", "fvariable("] {
        var rest = line
        while let found = rest.firstRange(of: word) {
          rest = rest[found.upperBound...]
          let declaration = rest.prefix { !"(,|".contains($0) }
          if let name = declaration.split(separator: " ").last { names.append(String(name)) }
        }
      }
    }
    return names
  }
}
