import Glibc

/// Threads with stacks that are deep enough for Clang, which recurses over what it parses.
enum WorkerThreads {
  /// The first that can be had. Only what is used of it is ever there.
  private static let stackSizes = [256 << 20, 64 << 20, 8 << 20]

  /// Runs `body` on so many threads at once, and returns when all have returned.
  static func run(count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    for _ in 0..<max(count, 1) {
      let work = Unmanaged.passRetained(Work(body))
      var thread = pthread_t()
      var failure: Int32 = EAGAIN
      for size in stackSizes where failure != 0 {
        pthread_attr_setstacksize(&attributes, size)
        failure = pthread_create(
          &thread, &attributes,
          { argument in
            guard let argument else { return nil }
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            return nil
          }, work.toOpaque())
      }
      if failure == 0 { threads.append(thread) } else { work.release() }
    }
    // Where not even one thread can be had, the work is done here.
    if threads.isEmpty { body() }
    for thread in threads { pthread_join(thread, nil) }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
