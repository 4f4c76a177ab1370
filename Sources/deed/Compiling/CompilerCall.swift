import Foundation

/// The words of one call of a compiler, looked at only as far as hooks need: which sources are compiled, and with what.
///
/// The words themselves go to the compiler as they came; nothing is dropped because it is not known here.
struct CompilerCall {
  /// Sources of C and C++ as they are named, in their order.
  private(set) var sources: [Source] = []
  /// What decides how a source is read.
  private(set) var flags: [String] = []
  /// Whether object code or assembly comes out of it: not so for -E, -M, -fsyntax-only and questions about the compiler.
  private(set) var makesCode = true
  private(set) var hasDebugFlag = false

  struct Source: Hashable {
    var name: String
    /// What `-x` before it said.
    var language: String?
  }

  init(_ words: [String]) {
    var rest = Self.expanded(words, depth: 0)[...]
    var language: String?
    while let word = rest.popFirst() {
      if word == "--" {
        for name in rest { add(name, language) }
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        add(word, language)
        continue
      }
      if word == "-x" || word == "--language" {
        language = rest.popFirst()
      } else if word.hasPrefix("-x") && !word.hasPrefix("-x-") {
        language = String(word.dropFirst(2))
      } else {
        take(word, &rest)
      }
    }
  }

  private mutating func take(_ word: String, _ rest: inout ArraySlice<String>) {
    if Self.questions.contains(word) || word.hasPrefix("-print-") || word.hasPrefix("--print-") { makesCode = false }
    if word.hasPrefix("-g"), !word.hasPrefix("-gcc"), word != "-g0" { hasDebugFlag = true }
    if Self.outputs.contains(word) {
      _ = rest.popFirst()
    } else if Self.forLater.contains(where: { word.hasPrefix($0) }) || Self.alone.contains(word) {
      if word.count == 2, word == "-l" || word == "-L" || word == "-z" || word == "-T" || word == "-u" {
        _ = rest.popFirst()
      }
      if word == "-Xlinker" || word == "-Xassembler" { _ = rest.popFirst() }
    } else {
      flags.append(word)
      if Self.withValue.contains(word), let value = rest.popFirst() { flags.append(value) }
    }
  }

  private mutating func add(_ name: String, _ language: String?) {
    switch language {
    case nil, "none"?:
      if Self.endings.contains((name as NSString).pathExtension) { sources.append(Source(name: name, language: nil)) }
    case let language? where ["c", "c++", "cpp-output", "c++-cpp-output"].contains(language) && name != "-":
      sources.append(Source(name: name, language: language))
    default: break
    }
  }

  /// What a command that only reads one of the sources looks like.
  func command(reading source: Source, compiler: String) -> [String] {
    let language = source.language.map { ["-x", $0] } ?? []
    return [compiler] + flags + ["-fsyntax-only"] + language + ["--", source.name]
  }

  // MARK: What words mean

  private static let endings: Set<String> = ["c", "i", "cc", "cp", "cxx", "cpp", "CPP", "c++", "C", "ii"]
  private static let questions: Set<String> = [
    "-E", "-M", "-MM", "-fsyntax-only", "-###", "--version", "-dumpversion", "-dumpmachine", "--help",
    // Code that brings its own beginning, or runs without an operating system.
    "-ffreestanding", "-nostdlib", "-nostartfiles", "-nodefaultlibs", "-fpreprocessed", "--precompile", "-emit-ast",
  ]
  private static let outputs: Set<String> = ["-o", "-MF", "-MT", "-MQ", "-MJ", "--serialize-diagnostics"]
  private static let alone: Set<String> = [
    "-c", "-S", "-MD", "-MMD", "-MP", "-MG", "-shared", "-static", "-rdynamic", "-pie", "-no-pie", "-static-pie", "-s",
    "-pipe", "-v", "-emit-llvm", "-Xlinker", "-Xassembler", "-save-temps", "-Werror", "-pedantic-errors",
  ]
  private static let forLater = [
    "-l", "-L", "-Wl,", "-Wa,", "-z", "-T", "-u", "-o", "-MF", "-MT", "-MQ", "-MJ", "-Werror=",
  ]
  private static let withValue: Set<String> = [
    "-I", "-D", "-U", "-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-isysroot", "-iprefix",
    "-iwithprefix", "-iwithprefixbefore", "-iwithsysroot", "-include-pch", "-Xclang", "-Xpreprocessor", "-mllvm",
    "-arch",
    "-target", "--param", "-B", "--sysroot", "-ivfsoverlay", "-working-directory", "-gcc-toolchain", "-framework", "-F",
    "-resource-dir", "-cxx-isystem", "-e", "-G",
  ]

  // MARK: Response files

  /// The words with `@FILE` replaced by what the file says; one that cannot be read stays what it is.
  private static func expanded(_ words: [String], depth: Int) -> [String] {
    words.flatMap { word -> [String] in
      guard word.hasPrefix("@"), depth < 10,
        let bytes = FileManager.default.contents(atPath: String(word.dropFirst()))
      else { return [word] }
      return expanded(split(String(decoding: bytes, as: UTF8.self)), depth: depth + 1)
    }
  }

  /// As the compilers do: blanks separate, both kinds of quotes hold together, a backslash takes the next character.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var characters = text.makeIterator()
    while let character = characters.next() {
      if character == "\\" {
        if let next = characters.next() { word = (word ?? "") + String(next) }
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let whole = word { words.append(whole) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}
