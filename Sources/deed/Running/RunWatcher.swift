import Ledger
import Reports

/// Looks after a recorded program while it runs: how far it has come, and what the recorder saw going wrong, with its places named.
struct RunWatcher {
  private let terminal: Terminal
  private let progress: Progress
  private var follower: TraceFollower
  private var told = 0

  init(trace: String, terminal: Terminal) {
    self.terminal = terminal
    progress = Progress(terminal: terminal)
    follower = TraceFollower(path: trace)
  }

  mutating func look() {
    guard let state = follower.look() else { return }
    if state.mistakes > told { tellMistakes() }
    progress.tell("\(state.events) events, \(state.live) objects alive with \(state.references) references")
  }

  /// The program has ended: what was told last is looked for in the whole trace.
  mutating func finish(looksForMistakes: Bool) {
    progress.finish()
    if looksForMistakes { tellMistakes() }
  }

  /// The trace is read as one that was cut here.
  private mutating func tellMistakes() {
    guard let trace = try? Trace(contentsOf: follower.path) else { return }
    let problems = trace.toldProblems
    guard problems.count > told else { return }
    var summary = LedgerSummary()
    summary.problems = Array(problems[told...])
    told = problems.count
    let report = LedgerReport(trace: trace, summary: summary, symbolizer: Symbolizer(trace))
    progress.finish()
    let text = summary.problems.map { report.text(of: $0, style: terminal.messageStyle) }.joined()
    _ = Terminal.write(text, to: 2)
  }
}
