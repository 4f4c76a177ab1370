import Foundation
import Testing

@testable import deed

@Suite struct CommandLineTests {
  /// A command line, and the first line that standard error gets.
  struct Mistake: CustomTestStringConvertible {
    var words: [String]
    var error: String
    var testDescription: String { words.joined(separator: " ") }
  }

  @Test(arguments: [
    Mistake(words: ["confg"], error: "unknown verb 'confg' (did you mean 'config'?)"),
    Mistake(words: ["conjure"], error: "unknown verb 'conjure'"),
    Mistake(words: ["config", "--dmp"], error: "unknown option '--dmp' (did you mean '--dump'?)"),
    Mistake(words: ["config", "-x"], error: "unknown option '-x'"),
    Mistake(words: ["config", "--markdown"], error: "'config' has no option --markdown; help has"),
    Mistake(
      words: ["config", "--color=allways"],
      error: "--color is one of auto, always, never, not 'allways' (did you mean 'always'?)"),
    Mistake(words: ["config", "-j"], error: "-j needs a value: -j N"),
    Mistake(words: ["config", "--build", "--"], error: "--build needs a value: --build DIR"),
    Mistake(words: ["config", "-j0"], error: "--jobs takes a whole number from 1, not '0'"),
    Mistake(words: ["config", "--dump=yes"], error: "--dump takes no value"),
    Mistake(words: ["completion"], error: "'completion' needs SHELL"),
    Mistake(words: ["completion", "bash", "zsh"], error: "'completion' does not take 'zsh'"),
    Mistake(words: ["completion", "csh"], error: "no completion for 'csh': the shells are bash, zsh, fish"),
    Mistake(words: ["help", "confg"], error: "unknown verb 'confg' (did you mean 'config'?)"),
    Mistake(words: ["--dump"], error: "'--dump' needs a verb before or after it"),
  ])
  func aMistakeIsOneClearLine(mistake: Mistake) throws {
    let result = try Deed.run(mistake.words)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").first == "deed: error: \(mistake.error)")
  }

  @Test func noVerbIsAMistakeToo() throws {
    let result = try Deed.run([])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("deed: error: a verb is missing: "))
  }

  @Test(arguments: [
    ["config", "--dump", "-j", "7"], ["--dump", "config", "-j7"], ["-j", "7", "--dump", "config"],
    ["config", "--jobs=7", "--dump"], ["--jobs", "7", "config", "--dump", "--"], ["config", "-j3", "-j7", "--dump"],
  ])
  func optionsStandAnywhere(words: [String]) throws {
    let result = try Deed.run(words)
    #expect(result.status == 0)
    #expect(result.output.contains("jobs: 7\n"))
  }

  @Test func dashesEndOptions() throws {
    let result = try Deed.run(["completion", "--", "--help"])
    #expect(result.status == 2)
    #expect(result.errors.contains("no completion for '--help'"))
  }

  @Test(arguments: Verb.all.map(\.name))
  func everyVerbHelps(name: String) throws {
    let verb = try #require(Verb.named(name))
    let flag = try Deed.run([name, "--help"])
    let word = try Deed.run(["help", name])
    #expect(flag.status == 0)
    #expect(flag.output == word.output)
    #expect(!verb.examples.isEmpty)
    for example in verb.examples { #expect(flag.output.contains(example.command)) }
    for option in verb.allOptions { #expect(flag.output.contains(option.name)) }
    for line in flag.output.split(separator: "\n") { #expect(line.count <= 80 || line.contains("deed "), "\(line)") }
  }

  @Test func theOverviewNamesEveryVerb() throws {
    for words in [["help"], ["--help"], ["-h"]] {
      let result = try Deed.run(words)
      #expect(result.status == 0)
      for verb in Verb.all { #expect(result.output.contains("  \(verb.name) ")) }
    }
  }

  @Test(arguments: [["--version"], ["config", "--version"]])
  func theVersionIsTheChangelogsFirst(words: [String]) throws {
    #expect(try Deed.run(words).output == "deed \(version)\n")
    let changelog = try String(contentsOf: Deed.root.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
    let heading = changelog.split(separator: "\n").first { $0.hasPrefix("## ") }
    #expect(heading?.hasPrefix("## \(version)") == true)
  }

  @Test func theSameOptionTakesAValueEverywhere() {
    let options = Verb.all.flatMap(\.allOptions)
    for option in options {
      for other in options where !Set(option.names).isDisjoint(with: other.names) {
        #expect((option.placeholder == nil) == (other.placeholder == nil), "\(option.name)")
        #expect(option.names == other.names)
      }
    }
  }

  @Test func theReferenceIsUpToDate() throws {
    let path = Deed.root.appendingPathComponent("Documentation/deed.md")
    let page = try? String(contentsOf: path, encoding: .utf8)
    #expect(page == Reference(verbs: Verb.all).markdown(), "run `make generate`")
  }
}
