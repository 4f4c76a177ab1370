private import Glibc
import Synchronization

/// Tells on standard error how far a long piece of work has come; any thread may report.
final class Progress: Sendable {
  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    var isLineDrawn = false
  }

  /// A person sees no more than this; a slow terminal is not to slow the work.
  private static let shortestPause = Duration.milliseconds(50)

  private let terminal: Terminal
  private let state = Mutex(State())

  init(terminal: Terminal) { self.terminal = terminal }

  /// `count` of `total` are done; `subject` is the latest: `reading 12/345 src/list.c`.
  func report(_ activity: String, _ count: Int, of total: Int, _ subject: String) {
    switch terminal.progress {
    case .never: return
    case .plain: _ = Terminal.write("\(activity) \(count)/\(total) \(subject)\n", to: STDERR_FILENO)
    case .line:
      state.withLock { state in
        let now = ContinuousClock.now
        if let last = state.lastDrawn, now - last < Self.shortestPause, count < total { return }
        state.lastDrawn = now
        state.isLineDrawn = true
        // One column stays free: a full line would wrap, and a carriage return does not undo that.
        let line = "\(activity) \(count)/\(total) \(subject)".prefix(terminal.width - 1)
        _ = Terminal.write("\r\(line)\u{1B}[K", to: STDERR_FILENO)
      }
    }
  }

  /// Says how things stand, beside a program that writes to the same terminal: what it writes next begins where the line begins.
  func tell(_ line: String) {
    if terminal.progress == .never { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let pause = terminal.progress == .plain ? Duration.seconds(1) : Self.shortestPause
      if let last = state.lastDrawn, now - last < pause { return }
      state.lastDrawn = now
      if terminal.progress == .plain {
        _ = Terminal.write(line + "\n", to: STDERR_FILENO)
      } else {
        state.isLineDrawn = true
        _ = Terminal.write("\r\(line.prefix(terminal.width - 1))\u{1B}[K\r", to: STDERR_FILENO)
      }
    }
  }

  /// Takes the line away, so that what follows begins in a clean one.
  func finish() {
    state.withLock { state in
      guard state.isLineDrawn else { return }
      state.isLineDrawn = false
      _ = Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    }
  }
}
