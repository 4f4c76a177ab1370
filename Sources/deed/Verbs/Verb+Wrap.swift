import Foundation
import Reports
import Wrapping
import YAML

extension Verb {
  static let wrap = Verb(
    name: "wrap",
    summary: "a Swift package for a C or C++ library, whose objects Swift retains and releases",
    description: [
      "Writes a package: a module map, API notes that tell Swift's compiler who owns what, an overlay in Swift, and a test. Who "
        + "owns what is read off the library's own code where -p names its compile database, then taken from discipline "
        + "files and introspection data, then from naming habits; what only a name says is marked. What is not known is left "
        + "out with the question that would have to be answered.",
      "With --check nothing is written: API notes that exist are compared with the headers and the code. The exit status is 1 if "
        + "they contradict them.",
      "Functions.md in the package accounts for every function of the headers: wrapped, or why not.",
    ],
    operands: [Operand(name: "HEADER", isRequired: true, isRepeatable: true)],
    takesFlags: true,
    options: [
      module, output, checkNotes, annotateHeaders, .write, .link, .libraryPath, .pkgConfig, deed, rulesOnly, format,
    ]
      + Option.reading.filter { $0 != .alone },
    examples: [
      Example(
        command: "deed wrap --module Json -p build --link json-c /usr/include/json-c/json.h -o Json",
        says: "A C library, with its own sources to tell who owns what"),
      Example(
        command: "deed wrap --module Shapes --link shapes include/shapes.hpp -o Shapes -- -Iinclude -std=c++17",
        says: "A C++ library by its headers alone"),
      Example(
        command: "deed wrap --module Archive --deed ../deed --link archive include/archive.h -o Archive",
        says: "A library of objects that are made and freed, which Swift classes hold then"),
      Example(
        command: "deed wrap --annotate-headers -p build --write include/shapes.hpp",
        says: "For a C++ library whose headers may be edited"),
      Example(
        command: "deed wrap --check Json.apinotes -p build json.h", says: "Whether notes that somebody wrote are true"),
    ],
    run: wrap)

  private static let module = Option(
    names: ["--module"], placeholder: "NAME", help: "Call the Swift module NAME; the module of the headers is CNAME")
  private static let output = Option(
    names: ["-o", "--output"], placeholder: "DIR", help: "Write the package to DIR", completion: .directories)
  private static let checkNotes = Option(
    names: ["--check"], placeholder: "FILE", help: "Compare the API notes in FILE with the headers and the code",
    completion: .files)
  private static let annotateHeaders = Option.flag(
    "--annotate-headers",
    "Write Swift's attributes into the HEADERs of a C++ library instead, as 'deed annotate --style swift' does")
  private static let deed = Option(
    names: ["--deed"], placeholder: "URL|PATH",
    help: "Hold objects that have one owner in Swift classes, on NativeLifetimes out of Deed's package at URL or PATH",
    completion: .directories)
  private static let rulesOnly = Option.flag(
    "--rules-only", "Do not walk the paths of the library's code: quicker, and less is known")
  private static let format = Option.format(["text", "json"])

  @Sendable private static func wrap(_ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    if arguments.has(annotateHeaders) {
      return try annotate.run(Invocation(arguments: arguments.with("swift", for: .style), terminal: terminal))
    }
    if arguments.has(.write) {
      throw Failure("--write belongs to --annotate-headers", help: "a package is written to the directory after -o")
    }
    if let notes = arguments.value(checkNotes) { return try compare(notes, invocation) }
    guard let name = arguments.value(module) else {
      throw Failure("which module?", help: "say --module NAME, and -o DIR for where the package goes")
    }
    guard name.isModuleName else {
      throw Failure("'\(name)' cannot be a module's name", help: "take letters and digits, a capital letter first")
    }
    guard let directory = arguments.value(output) else {
      throw Failure("where does the package go?", help: "say -o DIR")
    }
    let library = try Library(invocation: invocation, headers: arguments.operands)
    let face = library.face(
      module: name, walksPaths: !arguments.has(rulesOnly), holdsHandles: arguments.value(deed) != nil)
    let here = FileManager.default.currentDirectoryPath
    let options = PackageOptions(
      links: arguments.values(.link), libraryPaths: arguments.values(.libraryPath).map { absolutePath($0, in: here) },
      headerPaths: library.headerPaths, pkgConfig: arguments.value(.pkgConfig),
      deed: arguments.value(deed).map { place(of: $0, in: here) })
    let files = PackageWriter(face, options: options).files()
    try write(files, to: absolutePath(directory, in: here))
    if arguments.value(format) == "json" {
      try terminal.print(WrapJSON(face: face).text())
    } else {
      try terminal.print(
        WrapText(face: face, style: terminal.style).text(in: directory, listsAll: terminal.verbosity == .verbose))
    }
    return .success
  }

  /// A URL as it is, a path from everywhere.
  private static func place(of package: String, in directory: String) -> String {
    package.contains("://") || package.hasPrefix("git@") ? package : absolutePath(package, in: directory)
  }

  private static func compare(_ path: String, _ invocation: Invocation) throws -> ExitStatus {
    let (arguments, terminal) = (invocation.arguments, invocation.terminal)
    do {
      // Before anything is read: a mistake in the file's form is said at once.
      let notes = try YAMLNode.parse(contentsOf: path)
      let library = try Library(invocation: invocation, headers: arguments.operands)
      let face = library.face(module: arguments.value(module) ?? "Library", walksPaths: !arguments.has(rulesOnly))
      let found = try NotesCheck(face).findings(in: notes)
      if arguments.value(format) == "json" {
        try terminal.print(NotesReport(found).json())
      } else {
        try terminal.print(NotesReport(found).text(style: terminal.style))
      }
      return found.isEmpty ? .success : .findings
    } catch let error as YAMLError {
      throw Failure("\(error)")
    }
  }

  /// Only files of names that `wrap` gives are written; what else stands in the directory stays.
  private static func write(_ files: [(path: String, text: String)], to directory: String) throws {
    for (path, text) in files {
      let whole = directory + "/" + path
      do {
        try FileManager.default.createDirectory(
          atPath: (whole as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: whole, atomically: true, encoding: .utf8)
      } catch {
        throw Failure("\(shownPath(whole)): cannot be written: \(error.localizedDescription)")
      }
    }
  }
}

extension String {
  fileprivate var isModuleName: Bool {
    guard let first = unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
    return unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
    }
  }
}
