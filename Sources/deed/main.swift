// The command line: reads words by the verbs' tables, calls one verb, and says how it went.
// What a verb knows of the program comes from the floors below; nothing is decided here.

import Frontend
private import Glibc

// A reader that has seen enough closes the pipe; that is no error of ours.
signal(SIGPIPE, SIG_DFL)
CrashRestart.enable(arguments: CommandLine.arguments)
exit(CommandLineProgram(verbs: Verb.all, words: Array(CommandLine.arguments.dropFirst())).run().rawValue)
