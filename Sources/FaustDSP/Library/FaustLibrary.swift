import CFaust
import Synchronization

/// libfaust as a whole.
public enum FaustLibrary {
  /// libfaust's own version.
  public static var version: String {
    getCLibFaustVersion().map { String(cString: $0) } ?? "unknown"
  }

  /// What LLVM would compile for by default: a triple and a processor.
  public static var machineTarget: String {
    ready()
    return takeString(getCDSPMachineTarget()) ?? ""
  }

  // libfaust crashes when two threads compile before this call. It is never taken back: a factory may be
  // deleted as late as the program's last breath.
  private static let hasStarted: Bool = startMTDSPFactories()

  /// Held while something compiles. libfaust compiles one program at a time anyway, and keeps the warnings of
  /// the last one only: they are to be fetched before the next begins.
  static let compiler = Mutex(())

  /// To be called before any other function of libfaust.
  static func ready() {
    precondition(hasStarted, "libfaust refuses to work with several threads")
  }

  static func text(in characters: [CChar]) -> String {
    let bytes = characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
