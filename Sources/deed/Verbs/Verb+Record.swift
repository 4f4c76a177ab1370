private import Glibc
import Foundation
import Ledger
import Reports

extension Verb {
  static let record = Verb(
    name: "record",
    summary: "run a program and write down what happens to its counted objects",
    description: [
      "Runs PROGRAM with the recorder loaded. What 'deed cc' and 'deed c++' compiled tells it of the objects that count; other "
        + "code may do so through the functions of deed/recorder.h, which do nothing without 'deed record'.",
      "The program's exit status and signals are passed through. What was recorded is in the trace even if the program is "
        + "killed. A process that the program forks writes a trace of its own, with its number at the end of the name.",
    ],
    operands: [
      Operand(name: "PROGRAM", isRequired: true), Operand(name: "ARG", isRepeatable: true),
    ],
    options: [output, mode, gobject, watch, poison, stopAt, noMemory],
    examples: [
      Example(command: "deed record -o run.trace -- ./server --once", says: "Record a run; read it with 'deed ledger'"),
      Example(
        command: "deed record --poison -- ./server --once", says: "Tell of uses of destroyed objects when they happen"),
      Example(
        command: "gdb --args deed record --stop-at 1234 -- ./server",
        says: "Stop in the debugger at the event that a report named"),
    ],
    run: record)

  private static let output = Option(
    names: ["-o", "--output"], placeholder: "TRACE", help: "Where to write; deed.trace by default", completion: .files)
  private static let mode = Option.choice(
    "--mode", ["full", "live", "count"],
    "What to keep: every event, creations and ends only, or nothing but the totals; full by default")
  private static let noMemory = Option.flag(
    "--no-memory", "Leave out who holds the live objects at the end: the program's memory is not looked at")
  private static let gobject = Option.flag(
    "--gobject",
    "Record GObject's objects too, in programs that nobody compiled for it: calls that cross from one library to another"
  )
  private static let watch = Option.flag(
    "--watch", "Tell at once of a count below zero, and of a retain or release after an object's end, with both places")
  private static let poison = Option.flag(
    "--poison",
    "As --watch, and fill the memory of destroyed objects with 0xDB and keep 64 MB of it, so that other uses show, too")
  private static let stopAt = Option(
    names: ["--stop-at"], placeholder: "[THREAD:]N", help: "Stop with SIGTRAP at that event, as reports number them")

  @Sendable private static func record(_ invocation: Invocation) throws -> ExitStatus {
    let arguments = invocation.arguments
    let name = arguments.value(output) ?? "deed.trace"
    guard !name.isEmpty else { throw Failure("-o needs the name of a file to write") }
    let trace = URL(fileURLWithPath: name).path
    var environment = ProcessInfo.processInfo.environment
    environment["DEED_LEDGER"] = trace
    let mode = arguments.value(mode) ?? "full"
    environment["DEED_LEDGER_MODE"] = mode
    if arguments.has(noMemory) {
      environment["DEED_LEDGER_MEMORY"] = "0"
    } else {
      // CPython's own allocator would hide which object a pointer leads to.
      environment["PYTHONMALLOC"] = environment["PYTHONMALLOC"] ?? "malloc"
    }
    let stop = try arguments.value(stopAt).map { try StopEvent($0) }
    if let stop {
      guard mode == "full" else {
        throw Failure("--stop-at counts the events of a full recording", help: "leave out --mode")
      }
      environment["DEED_LEDGER_STOP"] = "\(stop.thread):\(stop.number)"
    }
    var libraries = [try Installation.file("libdeed-recorder.so", madeBy: "Scripts/build-recorder")]
    let watches = arguments.has(watch) || arguments.has(poison)
    if watches { environment["DEED_LEDGER_WATCH"] = arguments.has(poison) ? "2" : "1" }
    if arguments.has(poison) {
      libraries.append(try Installation.file("libdeed-poison.so", madeBy: "Scripts/build-recorder"))
    }
    if arguments.has(gobject) {
      libraries.append(try Installation.file("libdeed-gobject.so", madeBy: "Scripts/build-recorder"))
      // GLib's own allocator, which versions before 2.76 have, would hide which object a pointer leads to.
      environment["G_SLICE"] = environment["G_SLICE"] ?? "always-malloc"
    }
    environment["DEED_LEDGER_READER"] = "\(getpid())"
    if let others = environment["LD_PRELOAD"] { libraries.append(others) }
    environment["LD_PRELOAD"] = libraries.joined(separator: ":")
    guard Trace.mayReplace(trace) else {
      throw Failure("\(trace): is no trace, and is not replaced", help: "name another with -o")
    }
    // An old trace would be taken for this run's; the recorder itself never overwrites one.
    guard unlink(trace) == 0 || errno == ENOENT else {
      throw Failure("\(trace): cannot be replaced: \(String(cString: strerror(errno)))", help: "name another with -o")
    }
    let folder = URL(fileURLWithPath: trace).deletingLastPathComponent().path
    let descriptor = access(folder, W_OK | X_OK) == 0 ? open(trace, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644) : -1
    guard descriptor >= 0 else {
      throw Failure("\(trace): cannot be written: \(String(cString: strerror(errno)))", help: "name another with -o")
    }
    // Whether it could be written was all that was asked; a process in which nothing is recorded leaves none.
    close(descriptor)
    unlink(trace)
    var watcher = RunWatcher(trace: trace, terminal: invocation.terminal)
    let child = Child(command: arguments.operands, environment: environment)
    let outcome = try watches || invocation.terminal.progress != .never ? child.run { watcher.look() } : child.run()
    watcher.finish(looksForMistakes: watches)
    report(trace, invocation.terminal)
    if let stop, case .exited = outcome { report(stop, trace, invocation.terminal) }
    outcome.repeatInThisProcess()
  }

  /// An event as reports name it: by its thread, the first if none is named, and its number there.
  private struct StopEvent {
    var thread = 0
    var number: UInt64

    init(_ text: String) throws(Failure) {
      let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) }
      guard (1...2).contains(numbers.count), let number = numbers.last, let number, number > 0, let first = numbers[0],
        let thread = Int(exactly: numbers.count == 2 ? first : 0)
      else {
        throw Failure(
          "--stop-at takes an event's number from 1 on, or THREAD:NUMBER, not '\(text)'",
          help: "reports of 'deed ledger' name events so")
      }
      (self.thread, self.number) = (thread, number)
    }
  }

  private static func report(_ trace: String, _ terminal: Terminal) {
    guard FileManager.default.fileExists(atPath: trace) else {
      terminal.say(
        .warning,
        "no trace was written: nothing that counts was seen, or the program did not load the recorder (is it statically linked?)"
      )
      return
    }
    terminal.say(.note, "the trace is in \(trace); 'deed ledger \(trace)' reads it")
  }

  /// A run that was to stop somewhere and came to its end: perhaps it never got there.
  private static func report(_ stop: StopEvent, _ trace: String, _ terminal: Terminal) {
    guard let recorded = try? Trace(contentsOf: trace) else { return }
    let next = recorded.nextOrdinal(ofThread: stop.thread)
    guard next <= stop.number else { return }
    let last = next == 0 ? "had none" : "ended with event \(next - 1)"
    terminal.say(.warning, "event \(stop.number) of thread \(stop.thread) never came: the thread \(last)")
  }
}
