/// Functions of the overlay that members with objects call: only those that are called are written.
enum HandleHelpers {
  static func text(for code: String) -> [String] {
    all.filter { code.contains(" \($0.call)(") }.flatMap { ["", $0.text] }
  }

  private static let all: [(call: String, text: String)] = [
    (
      "using",
      """
      /// Uses an object that may be missing.
      private func using<Raw, R>(_ handle: NativeHandle<Raw>?, _ body: (Raw?) throws -> R) throws -> R {
        guard let handle else { return try body(nil) }
        return try handle.use { raw in try body(raw) }
      }
      """
    ),
    (
      "handingOver",
      """
      /// Calls a function that takes an object over, unless its result says that it did not.
      private func handingOver<Raw, R>(
        _ handle: NativeHandle<Raw>, unless isRefused: (R) -> Bool = { _ in false }, _ body: (Raw) throws -> R
      ) throws -> R {
        var results: [R] = []
        _ = try handle.handOver { raw in
          let result = try body(raw)
          results.append(result)
          return !isRefused(result)
        }
        return results[0]
      }
      """
    ),
    (
      "borrowed",
      """
      /// Looks at an object that belongs to another, or is not there.
      private func borrowed<Raw, Part>(
        _ handle: NativeHandle<Raw>, _ kind: String, _ find: (Raw) throws -> Part?
      ) throws -> BorrowedHandle<Part>? {
        var isMissing = false
        do {
          return try handle.borrow(kind) { raw -> Part? in
            let part = try find(raw)
            isMissing = part == nil
            return part
          }
        } catch where isMissing {
          return nil
        }
      }
      """
    ),
    (
      "taken",
      """
      /// Makes a string of text that the library leaves to its caller, and frees the text.
      private func taken(_ text: UnsafeMutablePointer<CChar>?, _ free: (UnsafeMutableRawPointer?) -> Void) -> String? {
        guard let text else { return nil }
        defer { free(text) }
        return String(cString: text)
      }
      """
    ),
    (
      "calling",
      """
      /// Lends a closure to the library for one call.
      private func calling<Body, R>(_ body: Body, _ call: (UnsafeMutableRawPointer) throws -> R) rethrows -> R {
        let box = ClosureBox(body)
        return try withExtendedLifetime(box) { try call(Unmanaged.passUnretained(box).toOpaque()) }
      }

      private final class ClosureBox<Body> {
        private let body: Body
        init(_ body: Body) { self.body = body }

        static func at(_ context: UnsafeMutableRawPointer?) -> Body {
          guard let context else { preconditionFailure("the library calls without the context that it was given") }
          return Unmanaged<ClosureBox>.fromOpaque(context).takeUnretainedValue().body
        }
      }
      """
    ),
  ]
}
