// faust-render: compiles a Faust program and renders what it plays. In: a program and the values of its
// controls. Out: a WAV file, and how loud it is. Everything about Faust is in FaustDSP.
import FaustDSP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

do {
  let arguments = try Arguments(parsing: Array(CommandLine.arguments.dropFirst()))
  if arguments.wantsHelp {
    print(helpText)
  } else if arguments.wantsVersion {
    print("libfaust \(FaustLibrary.version)")
  } else {
    try Command(arguments: arguments).run()
  }
} catch {
  fflush(nil)
  writeError("faust-render: \(error)\n")
  exit(2)
}
