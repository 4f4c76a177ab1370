#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line on standard error that tells how far the work is. It is written at most once for each hundredth.
struct ProgressLine {
  private let total: Int
  private let isShown: Bool
  private var lastPercent = -1

  init(total: Int, choice: ProgressChoice) {
    self.total = total
    isShown =
      switch choice {
      case .always: true
      case .never: false
      case .auto: isatty(STDERR_FILENO) == 1
      }
  }

  mutating func show(_ done: Int) {
    guard isShown else { return }
    let percent = total == 0 ? 100 : Int(Double(done) / Double(total) * 100)
    guard percent != lastPercent else { return }
    lastPercent = percent
    let filled = percent * 30 / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    writeError("\rrendering [\(bar)] \(percent)%")
    if percent == 100 { writeError("\n") }
  }
}

/// Writes to standard error at once.
func writeError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
