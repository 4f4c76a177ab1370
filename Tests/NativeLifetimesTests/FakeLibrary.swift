import NativeLifetimes
import Synchronization

/// A native library as strict as they come: it writes down what is made and freed, in order, and records
/// an offence when something is freed twice, freed before its children, or used when it is gone.
final class FakeLibrary: Sendable {
  struct State {
    var next = 1
    /// What lives, each with what it needs to live.
    var needs: [Int: Int] = [:]
    var names: [Int: String] = [:]
    var log: [String] = []
    var offences: [String] = []
    var counts: [Int: Int] = [:]
  }

  private let state = Mutex(State())

  func create(_ name: String, from parent: Int = 0) -> Int? {
    state.withLock { state in
      if parent != 0, state.needs[parent] == nil { state.offences.append("\(name) made from what is gone") }
      let id = state.next
      state.next += 1
      state.needs[id] = parent
      state.names[id] = name
      state.counts[id] = 1
      state.log.append("+\(name)")
      return id
    }
  }

  func use(_ id: Int) {
    state.withLock { if $0.needs[id] == nil { $0.offences.append("\($0.names[id] ?? "?") used when gone") } }
  }

  func destroy(_ id: Int) {
    state.withLock { state in
      let name = state.names[id] ?? "?"
      if state.needs[id] == nil { state.offences.append("\(name) freed twice") }
      if state.needs.values.contains(id) { state.offences.append("\(name) freed before what was made from it") }
      state.needs[id] = nil
      state.log.append("-\(name)")
    }
  }

  func retain(_ id: Int) {
    use(id)
    state.withLock { $0.counts[id, default: 0] += 1 }
  }

  func release(_ id: Int) {
    let count = state.withLock { state in
      state.counts[id, default: 0] -= 1
      return state.counts[id, default: 0]
    }
    if count <= 0 { destroy(id) }
  }

  func count(_ id: Int) -> Int { state.withLock { $0.counts[id] ?? 0 } }

  var log: String { state.withLock { $0.log.joined(separator: " ") } }
  var offences: [String] { state.withLock { $0.offences } }
  var aliveCount: Int { state.withLock { $0.needs.count } }

  /// What has happened since the last time this was asked.
  func takeLog() -> String {
    state.withLock { state in
      defer { state.log = [] }
      return state.log.joined(separator: " ")
    }
  }

  func handle(
    _ name: String, access: Access = .anyThread, fileID: StaticString = #fileID, line: UInt = #line
  ) throws -> NativeHandle<Int> {
    try NativeHandle(name, access: access, fileID: fileID, line: line) {
      create(name)
    } destroy: {
      self.destroy($0)
    }
  }

  func child(
    _ name: String, of parent: NativeHandle<Int>, access: Access = .oneThread, fileID: StaticString = #fileID,
    line: UInt = #line
  ) throws -> NativeHandle<Int> {
    try parent.makeChild(name, access: access, fileID: fileID, line: line) {
      create(name, from: $0)
    } destroy: {
      self.destroy($0)
    }
  }
}
