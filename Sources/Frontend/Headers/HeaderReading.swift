import Facts

/// Headers read together, as a client of the library sees them.
public struct HeaderUnit: Sendable {
  public var facts: FactBase
  public var enumerations: [Enumeration]
  public var errors: [UnitDiagnostic]
  public var isCPlusPlus: Bool
  public var filesRead: [String]
  public var symbols: UnitSymbols
}

/// Reads headers in one unit, in the order given. Without a hint the language is C, unless the headers make sense in C++
/// alone.
///
/// ```swift
/// let unit = try readHeaders(["/usr/include/x.h"], flags: [])
/// ```
///
/// - Parameters:
///   - headers: absolute paths.
///   - flags: the compiler's, as after `--`.
public func readHeaders(_ headers: [String], flags: [String], directory: String) throws(UnitFailure) -> HeaderUnit {
  let request = HeaderRequest(headers: headers, flags: flags, directory: directory)
  if let isCPlusPlus = request.statedLanguage { return try request.read(asCPlusPlus: isCPlusPlus) }
  let c = try request.read(asCPlusPlus: false)
  if c.errors.isEmpty { return c }
  let cPlusPlus = try request.read(asCPlusPlus: true)
  return cPlusPlus.errors.isEmpty ? cPlusPlus : c
}

private struct HeaderRequest {
  var headers: [String]
  var flags: [String]
  var directory: String

  /// True for C++, false for C, nil where neither names nor flags tell.
  var statedLanguage: Bool? {
    for (index, flag) in flags.enumerated() {
      if flag == "-x", index + 1 < flags.count { return flags[index + 1].hasPrefix("c++") }
      if flag.hasPrefix("-std=") || flag.hasPrefix("--std=") { return flag.contains("++") }
    }
    let isCPlusPlus = headers.contains {
      ["hh", "hpp", "hxx", "h++", "H", "ipp", "tpp"].contains(FilePath.pathExtension(of: $0))
    }
    return isCPlusPlus ? true : nil
  }

  func read(asCPlusPlus: Bool) throws(UnitFailure) -> HeaderUnit {
    let main = FilePath.absolute("deed-headers." + (asCPlusPlus ? "cpp" : "c"), in: directory)
    let text = headers.map { "#include \"\($0)\"\n" }.joined()
    let compiler = asCPlusPlus ? ["clang++", "--driver-mode=g++"] : ["clang"]
    var request = UnitRequest(
      directory: directory,
      arguments: compiler + flags + ownPrefixes.map { "--no-system-header-prefix=\($0)" } + [main],
      mainFile: main, overlays: [main: text])
    request.collectsEnumerations = true
    request.isAboutInstalledHeaders = true
    request.wantsSymbols = true
    let unit = try lowerUnit(request)
    return HeaderUnit(
      facts: unit.facts, enumerations: unit.enumerations, errors: unit.errors, isCPlusPlus: asCPlusPlus,
      filesRead: unit.filesRead, symbols: unit.symbols)
  }

  /// The beginnings of `#include <…>` by which the headers mean one another: an installed library's headers are not passed
  /// over as the system's.
  private var ownPrefixes: [String] {
    var prefixes: [String] = []
    for header in headers {
      let name = header.split(separator: "/").last.map(String.init) ?? header
      let stem = name.split(separator: ".").first.map(String.init) ?? name
      let folder = header.split(separator: "/").dropLast().last.map(String.init)
      for prefix in [name, stem + "/"] + (folder.map { $0 == "include" ? [] : [$0 + "/"] } ?? [])
      where !prefixes.contains(prefix) {
        prefixes.append(prefix)
      }
    }
    return prefixes
  }
}
