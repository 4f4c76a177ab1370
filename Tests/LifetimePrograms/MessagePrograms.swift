import CMessages
import Foundation
import Messages
import NativeLifetimes
import Synchronization

/// Handlers are registered, replaced, refused and cancelled while messages run on the library's threads.
func runCallback(isBroken: Bool) throws {
  let messenger = try Messenger()
  let counter = Heard()
  for round in 0..<20 {
    let tail = "\(round)"
    try messenger.handle("echo") { text in
      counter.add(text.utf8.count + tail.utf8.count)
      return 0
    }
    _ = try? messenger.handle("/refused") { _ in 0 }
    for _ in 0..<5 { try messenger.send("hello", to: "echo") { _ in counter.add(1) } }
    if round % 3 == 0 { try messenger.cancel("echo") }
  }
  if isBroken { registerBehindTheBack() }
  try messenger.handle("last") { _ in 0 }
  try messenger.send("goodbye", to: "last")
  if isBroken { _ = try messenger.ask("x", of: "raw") }
  try messenger.end()
  do {
    try messenger.send("late", to: "last")
    fatalError("a message was sent after the end")
  } catch LifetimeError.ended {}
}

/// A context as hand-written wrappers have it: a reference that nobody holds.
private func registerBehindTheBack() {
  let context = Unmanaged.passUnretained(Heard()).toOpaque()  // gone by the end of this line
  _ = msg_handler(
    "raw",
    { context, _, length in
      if let context { Unmanaged<Heard>.fromOpaque(context).takeUnretainedValue().add(length) }
      return 1
    }, context)
}

private final class Heard: Sendable {
  private let total = Atomic<Int>(0)
  func add(_ count: Int) { total.add(count, ordering: .relaxed) }
}

/// Buffers of the library's are read in place; buffers of ours are lent, given back, refused and forgotten.
func runBuffer(isBroken: Bool) throws {
  let messenger = try Messenger()
  try messenger.handle("even") { text in text.utf8.count % 2 == 0 ? 0 : 3 }
  for text in ["odd", "even"] {
    let reply = try messenger.ask(text, of: "even")
    let length = try reply.withSpan { $0.indices.reduce(0) { sum, _ in sum + 1 } }
    guard length == reply.count else { fatalError("\(length) of \(reply.count)") }
  }
  for _ in 0..<10 { try messenger.send(String(repeating: "x", count: 100), to: "even") }
  try? messenger.send("refused", to: "nobody")
  try messenger.end()

  let start = malloc(8)
  let block = try NativeBuffer("block", takingBytes: start, count: 8) { free($0) }
  if isBroken { free(start) }  // frees what the buffer frees again
  guard block.bytes.byteCount == 8 else { fatalError("the block is not whole") }
}
