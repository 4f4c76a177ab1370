import Foundation
import Testing

@testable import deed

@Suite struct CompletionTests {
  /// Words before the cursor, and some of what bash then offers.
  @Test(arguments: [
    (["deed", "co"], ["config", "completion"]),
    (["deed", "config", "--d"], ["--dump", "--discipline"]),
    (["deed", "config", "--color", "a"], ["auto", "always"]),
    (["deed", "config", "--color", "=", "n"], ["never"]),
    (["deed", "completion", ""], ["bash", "zsh", "fish"]),
    (["deed", "--color", "never", "completion", "z"], ["zsh"]),
    (["deed", "help", "conf"], ["config"]),
    (["deed", "config", "Pack"], ["Package.swift"]),
  ])
  func bashCompletes(words: [String], offers: [String]) throws {
    let quoted = words.map(shellQuoted).joined(separator: " ")
    let script = """
      source <("$1" completion bash)
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1)
      _deed; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let bash = URL(fileURLWithPath: "/bin/bash")
    let result = try Deed.run(executable: bash, ["-c", script, "bash", try Deed.binary().path])
    #expect(result.errors.isEmpty)
    let offered = result.output.split(separator: "\n").map(String.init)
    for offer in offers { #expect(offered.contains(offer), "\(offered)") }
  }

  @Test(arguments: Completion.allCases.map(\.rawValue))
  func everyScriptKnowsEveryVerbAndOption(shell: String) throws {
    let result = try Deed.run(["completion", shell])
    #expect(result.status == 0)
    for verb in Verb.all {
      #expect(result.output.contains(verb.name))
      for option in verb.allOptions {
        let name = shell == "fish" ? "-l \(option.name.dropFirst(2))" : option.name
        #expect(result.output.contains(name))
      }
    }
  }

  /// The shells themselves judge their scripts where they are installed.
  @Test(arguments: [("zsh", ["-n"]), ("fish", ["--no-execute"])])
  func theShellAcceptsItsScript(shell: String, check: [String]) throws {
    let path = "/usr/bin/\(shell)"
    guard FileManager.default.isExecutableFile(atPath: path) else { return }
    let tree = try TemporaryTree(["script": try Deed.run(["completion", shell]).output])
    let result = try Deed.run(
      executable: URL(fileURLWithPath: path), check + [tree.root.appendingPathComponent("script").path])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
  }
}
