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

/// Runs `body` on a thread of its own, which nobody waits for.
func onNewThread(_ body: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(body))
  let status = pthread_create(
    &thread, nil,
    { work in
      if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
      return nil
    }, work.toOpaque())
  guard status == 0 else {
    // No thread is to be had: late is better than never.
    work.takeRetainedValue().body()
    return
  }
  pthread_detach(thread)
}
