#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension DSPFactory.Program {
  /// The names that libfaust itself puts in.
  private static let builtIn: Set<String> = ["fSamplingFreq", "fSamplingRate", "count"]

  /// Refuses a program that calls a C function which this process has not: LLVM would compile it, and the
  /// first block would jump to nowhere. The interpreter refuses such a program itself.
  func checkForeignNames() throws(FaustError) {
    guard options.backend == .llvm else { return }
    for name in try expanded().foreignNames where !Self.builtIn.contains(name) && dlsym(nil, name) == nil {
      throw .compilation(
        CompileError(
          message: "the program uses the C name '\(name)', which this process does not have", name: self.name))
    }
  }
}
