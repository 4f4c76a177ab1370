import RecorderSupport

// A library of its own, loaded beside the recorder while memory is poisoned: `free` asks the recorder first.

private typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void
private typealias Poison = @convention(c) (UnsafeMutableRawPointer?) -> Int32

nonisolated(unsafe) private var next: Free?
nonisolated(unsafe) private var poison: Poison?

// The linker gives it its name: Swift keeps that one for itself.
@c(deed_free) public func freeOrKeep(_ block: UnsafeMutableRawPointer?) {
  guard let block else { return }
  if next == nil {
    next = unsafeBitCast(deed_find_next("free"), to: Free?.self)
    poison = unsafeBitCast(deed_find("deed_poison"), to: Poison?.self)
  }
  if let poison, poison(block) != 0 { return }
  next?(block)
}
