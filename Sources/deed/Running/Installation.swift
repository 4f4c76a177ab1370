import Foundation

/// What lies beside the program, as it was installed or built.
enum Installation {
  static func file(_ name: String, madeBy script: String) throws(Failure) -> String {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    for place in [".", "../lib", "../recorder", "../../recorder"] {
      let path = program.appendingPathComponent(place).appendingPathComponent(name).standardizedFileURL.path
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    throw Failure("\(name) is not beside \(program.path)", help: "build it with \(script)")
  }
}
