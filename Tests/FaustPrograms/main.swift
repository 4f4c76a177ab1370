import FaustDSP
import Foundation
import NativeLifetimes

/// Programs for the memory tools: `faust-programs NAME... [--broken]`, or `all`.
///
/// Each uses FaustDSP as its users do and must be without fault under valgrind and the sanitizers. With
/// `--broken` one line goes behind FaustDSP's back, which the tools must catch: a check that cannot fail shows nothing.
let programs: [(name: String, run: (_ isBroken: Bool) throws -> Void)] = [
  ("deaths", runDeaths), ("buffers", runBuffers), ("controls", runControls), ("saved", runSaved),
  ("threads", runThreads), ("storm", runStorm),
]

let arguments = CommandLine.arguments.dropFirst()
let isBroken = arguments.contains("--broken")
let names = arguments.filter { $0 != "--broken" }
let chosen = names == ["all"] ? programs : programs.filter { names.contains($0.name) }
guard !chosen.isEmpty else {
  print("usage: faust-programs all | NAME... [--broken]\nnames: \(programs.map(\.name).joined(separator: ", "))")
  exit(2)
}
for program in chosen {
  try program.run(isBroken)
  print("\(program.name): done, \(NativeLifetimes.live.count) alive")
}
exit(NativeLifetimes.expectNone() ? 0 : 1)
