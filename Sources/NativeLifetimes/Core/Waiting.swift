#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Waits for another thread to leave a native call. Such calls are mostly short, so it yields first and
/// only then sleeps; no hot path pays for waking a waiter.
func wait(until condition: () -> Bool) {
  var rounds = 0
  while !condition() {
    rounds += 1
    if rounds < 64 {
      sched_yield()
    } else {
      usleep(UInt32(min(20 * (rounds - 63), 1000)))
    }
  }
}

/// Writes to standard error, whole, without a word on failure: there is nowhere else to say it.
func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let written = write(STDERR_FILENO, rest.baseAddress, rest.count)
      guard written > 0 else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }
}
