private import Glibc
import Foundation

/// A program that is run in the place of this one: it gets the signals, and its end becomes ours.
struct Child {
  enum Outcome {
    case exited(Int32)
    case killed(signal: Int32)

    /// Ends this process as the child ended, so that a shell or a test runner sees no difference.
    func repeatInThisProcess() -> Never {
      switch self {
      case .exited(let status): exit(status)
      case .killed(let signal):
        Glibc.signal(signal, SIG_DFL)
        // The child has left its core, if any.
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        raise(signal)
        exit(128 + signal)
      }
    }
  }

  var command: [String]
  var environment: [String: String]

  /// - Parameter meanwhile: called every tenth of a second while the program runs.
  func run(meanwhile: (() -> Void)? = nil) throws(Failure) -> Outcome {
    var process = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for word in words { free(word) }
      for variable in variables { free(variable) }
    }
    // What a terminal sends goes to the whole group: the child has it already, and this process waits for its end.
    for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Its end is waited for with a limit, for which the signal has to be blocked; the child gets the mask as it was.
    var ends = sigset_t()
    var before = sigset_t()
    sigemptyset(&ends)
    sigaddset(&ends, SIGCHLD)
    sigprocmask(SIG_BLOCK, &ends, &before)
    posix_spawnattr_setsigmask(&attributes, &before)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let error = posix_spawnp(&process, command[0], nil, &attributes, &words, &variables)
    posix_spawnattr_destroy(&attributes)
    guard error == 0 else {
      throw Self.refusal(of: command[0], error)
    }
    Self.current = process
    for number in [SIGTERM, SIGHUP, SIGUSR1, SIGUSR2] { signal(number) { kill(Child.current, $0) } }
    var status: Int32 = 0
    if let meanwhile {
      var pause = timespec(tv_sec: 0, tv_nsec: 100_000_000)
      while waitpid(process, &status, WNOHANG) == 0 {
        sigtimedwait(&ends, nil, &pause)
        meanwhile()
      }
    } else {
      while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
    let signalNumber = status & 0x7F
    return signalNumber == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signalNumber)
  }

  private static func refusal(of program: String, _ error: Int32) -> Failure {
    func refusal(_ reason: String, _ help: String) -> Failure {
      Failure("\(program): cannot be run: \(reason)", help: help)
    }
    var status = stat()
    let isThere = stat(program, &status) == 0
    let isFolder = isThere && status.st_mode & S_IFMT == S_IFDIR
    switch error {
    case EACCES where isFolder: return refusal("is a folder", "name a program after '--'")
    case EACCES where isThere:
      return refusal(String(cString: strerror(error)), "'chmod +x \(program)' makes it a program")
    case ENOEXEC:
      return refusal(
        String(cString: strerror(error)), "a script begins with the line '#!/bin/sh', or another interpreter's")
    // What is there and still cannot be found is a script's interpreter, or a program's loader.
    case ENOENT where isThere:
      return refusal("what its first line, or its header, names to run it is missing", "name a program after '--'")
    case ENOENT where !program.contains("/"):
      return refusal("no folder of PATH has it", "write './\(program)' for a program that lies here")
    default: return refusal(String(cString: strerror(error)), "name a program after '--'")
    }
  }

  /// Runs without output and without signals, and kills what takes too long; gives what it said on standard error.
  func runQuietly(atMost limit: Duration) throws(Failure) -> (Outcome, errors: String) {
    var name = Array((NSTemporaryDirectory() + "/deed-errors-XXXXXX").utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw Failure("no temporary file can be made: \(String(cString: strerror(errno)))") }
    unlink(name)
    defer { close(file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, file, STDERR_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var process = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for word in words { free(word) }
      for variable in variables { free(variable) }
    }
    let error = posix_spawn(&process, command[0], &actions, nil, &words, &variables)
    guard error == 0 else { throw Failure("\(command[0]): cannot be run: \(String(cString: strerror(error)))") }
    alarm(UInt32(limit.components.seconds))
    Self.current = process
    signal(SIGALRM) { _ in kill(Child.current, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    alarm(0)
    lseek(file, 0, SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = max(0, read(file, &bytes, bytes.count))
    let signalNumber = status & 0x7F
    return (
      signalNumber == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signalNumber),
      String(decoding: bytes[..<count], as: UTF8.self)
    )
  }

  /// For the signal handler, which can be told nothing; set once, before it is in place.
  nonisolated(unsafe) private static var current: pid_t = 0
}
