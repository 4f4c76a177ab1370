import CMessages
import NativeLifetimes

/// What a call through NativeLifetimes costs over the same call without: the fastest of several turns, since other work
/// on the machine only ever adds; taken by turns so that its mood meets all alike.
let callsPerTurn = 400_000
let turns = 60

let oneThread = try NativeHandle("object", access: .oneThread) {
  Int32(3)
} destroy: { _ in
}
let anyThread = try NativeHandle("object", access: .anyThread) {
  Int32(3)
} destroy: { _ in
}

/// The native function: it cannot be inlined, and does next to nothing.
func native(_ value: Int32) -> Int32 { msg_replies_alive() &+ value }

struct Measure {
  let name: String
  let calls: Int
  let run: (Int) throws -> Int32
  var fastest = Double.infinity
}

var sink: Int32 = 0
var measures = [
  Measure(name: "the call itself", calls: callsPerTurn) { count in
    var sum: Int32 = 0
    for _ in 0..<count { sum &+= native(3) }
    return sum
  },
  Measure(name: "through a handle for one thread", calls: callsPerTurn) { count in
    var sum: Int32 = 0
    let handle = oneThread
    for _ in 0..<count { sum &+= try handle.use { native($0) } }
    return sum
  },
  Measure(name: "through a handle for any thread", calls: callsPerTurn) { count in
    var sum: Int32 = 0
    let handle = anyThread
    for _ in 0..<count { sum &+= try handle.use { native($0) } }
    return sum
  },
  Measure(name: "a handle made and let go", calls: callsPerTurn / 50) { count in
    for _ in 0..<count {
      _ = try NativeHandle("object") {
        Int32(3)
      } destroy: { _ in
      }
    }
    return 0
  },
  Measure(name: "a child made and let go", calls: callsPerTurn / 50) { count in
    for _ in 0..<count {
      _ = try anyThread.makeChild("object") {
        $0
      } destroy: { _ in
      }
    }
    return 0
  },
  Measure(name: "a callback registered and cancelled", calls: callsPerTurn / 50) { count in
    for _ in 0..<count {
      _ = try anyThread.register("callback", count) { _, _ in
        true
      } cancel: { _, _ in
      }
    }
    return 0
  },
]

let clock = ContinuousClock()
for _ in 0..<turns {
  for index in measures.indices {
    let time = try clock.measure { sink &+= try measures[index].run(measures[index].calls) }
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    measures[index].fastest = min(measures[index].fastest, seconds / Double(measures[index].calls) * 1e9)
  }
}

let plain = measures[0].fastest
for measure in measures {
  let name = measure.name + String(repeating: " ", count: max(0, 40 - measure.name.count))
  let tenths = { (value: Double) in "\((value * 10).rounded() / 10)" }
  let over = measure.calls == callsPerTurn ? ", \(tenths(measure.fastest - plain)) ns over the call itself" : ""
  print("\(name)\(tenths(measure.fastest)) ns\(over)")
}
precondition(sink != 1)
