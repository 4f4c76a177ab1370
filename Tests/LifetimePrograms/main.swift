import Foundation
import NativeLifetimes

/// Programs for the memory tools: `lifetime-programs NAME [--broken]`, or `all`.
///
/// Each uses NativeLifetimes as its users do, on memory from malloc, and must be without fault under valgrind and the
/// sanitizers. With `--broken` one line goes behind NativeLifetimes' back, which the tools must catch: a check
/// that cannot fail shows nothing.
let programs: [(name: String, run: (_ isBroken: Bool) throws -> Void)] = [
  ("factory", runFactory), ("forgotten", runForgotten), ("callback", runCallback), ("buffer", runBuffer),
  ("threads", runThreads), ("stress", runStress),
]

let arguments = CommandLine.arguments.dropFirst()
let isBroken = arguments.contains("--broken")
let names = arguments.filter { $0 != "--broken" }
let chosen = names == ["all"] ? programs : programs.filter { names.contains($0.name) }
guard !chosen.isEmpty else {
  print("usage: lifetime-programs all | NAME... [--broken]\nnames: \(programs.map(\.name).joined(separator: ", "))")
  exit(2)
}
for program in chosen {
  try program.run(isBroken)
  // A thread lets go of what it captured a moment after it has said that it is done.
  for _ in 0..<200 where !NativeLifetimes.live.isEmpty { usleep(10_000) }
  print("\(program.name): done, \(NativeLifetimes.live.count) alive")
}
exit(NativeLifetimes.expectNone() ? 0 : 1)
