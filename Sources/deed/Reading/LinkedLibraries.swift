private import CSymbols
import Foundation

/// What the libraries that a package links define.
struct LinkedLibraries {
  private(set) var symbols: Set<String> = []

  /// `nil` where no library is named, or one cannot be read: then nothing is known to be missing.
  init?(_ arguments: Arguments) {
    let here = FileManager.default.currentDirectoryPath
    var names = arguments.values(.link)
    var directories = arguments.values(.libraryPath).map { absolutePath($0, in: here) }
    for word in arguments.value(.pkgConfig).map(Self.linkerWords) ?? [] {
      if word.hasPrefix("-l") { names.append(String(word.dropFirst(2))) }
      if word.hasPrefix("-L") { directories.append(String(word.dropFirst(2))) }
    }
    guard !names.isEmpty else { return nil }
    for name in names {
      guard let path = Self.path(of: name, in: directories + Self.usualDirectories), add(path) else { return nil }
    }
  }

  /// Also false for a linker's script in the place of a library, which leads to others.
  private mutating func add(_ path: String) -> Bool {
    withUnsafeMutablePointer(to: &symbols) { symbols in
      deed_symbols_of_library(
        path,
        { context, name in
          guard let name else { return }
          // A symbol may come with its version.
          let symbol = String(cString: name).prefix { $0 != "@" }
          context?.assumingMemoryBound(to: Set<String>.self).pointee.insert(String(symbol))
        }, symbols) != 0
    }
  }

  private static func path(of name: String, in directories: [String]) -> String? {
    for directory in directories {
      for ending in ["so", "a"] {
        let path = "\(directory)/lib\(name).\(ending)"
        if FileManager.default.fileExists(atPath: path) { return path }
      }
    }
    return nil
  }

  /// Where linkers look; Debian has a directory for each kind of machine.
  private static var usualDirectories: [String] {
    #if arch(arm64)
      let machine = "aarch64-linux-gnu"
    #else
      let machine = "x86_64-linux-gnu"
    #endif
    return [
      "/usr/local/lib/\(machine)", "/usr/local/lib", "/usr/lib/\(machine)", "/lib/\(machine)", "/usr/lib64", "/usr/lib",
    ]
  }

  /// None where there is no pkg-config, or it does not know the package.
  private static func linkerWords(of package: String) -> [String] {
    let output = (try? Tool.run(["pkg-config", "--libs", package]))?.output ?? ""
    return output.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}

extension Option {
  static let link = Option(
    names: ["--link"], placeholder: "LIB",
    help: "Link LIB, as the linker's -l does; functions that it does not define are left out", isRepeatable: true)
  static let libraryPath = Option(
    names: ["--library-path"], placeholder: "DIR", help: "Look for libraries in DIR too", isRepeatable: true,
    completion: .directories)
  static let pkgConfig = Option(
    names: ["--pkg-config"], placeholder: "NAME", help: "Let the package ask pkg-config for NAME's flags")
}
