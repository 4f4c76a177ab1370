import Foundation

/// Values one behind the other in memory of their own, reached without the checks that arrays make: some are asked for at every event of
/// a trace, and there are many.
struct PlainArray<Element: BitwiseCopyable>: ~Copyable {
  private var elements: UnsafeMutablePointer<Element>
  private(set) var count: Int
  private var capacity: Int

  /// So many, each of zero bytes: memory that nobody asks for is never touched.
  init(zeroed count: Int = 0) {
    self.count = count
    capacity = max(count, 16)
    elements = Self.typed(calloc(capacity, MemoryLayout<Element>.stride))
  }

  deinit { free(elements) }

  /// - Precondition: there is such an element.
  subscript(index: Int) -> Element {
    @inline(__always) get { elements[index] }
    @inline(__always) nonmutating _modify { yield &elements[index] }
  }

  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    elements[count] = element
    count += 1
  }

  /// What is large the system moves without copying it.
  private mutating func grow() {
    capacity += capacity / 2
    elements = Self.typed(realloc(elements, capacity * MemoryLayout<Element>.stride))
  }

  private static func typed(_ memory: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Element> {
    guard let memory else { fatalError("out of memory") }
    return memory.assumingMemoryBound(to: Element.self)
  }
}
