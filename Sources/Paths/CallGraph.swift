import Facts

/// Who calls whom, in groups: every function stands after all that it calls, those that call each other in a circle together.
public struct CallGraph: Sendable {
  public private(set) var components: [[FunctionID]] = []
  private var callees: [[FunctionID]]

  public init(_ facts: FactBase) {
    var overriders: [[FunctionID]] = Array(repeating: [], count: facts.functions.count)
    for (index, function) in facts.functions.enumerated() {
      for base in function.overrides where base.index < overriders.count {
        overriders[base.index].append(FunctionID(index))
      }
    }
    callees = facts.functions.map { function in
      guard let body = function.body else { return [] }
      var result: Set<FunctionID> = []
      for event in body.events {
        switch event.operation {
        case .call, .delete, .function:
          guard !event.function.isNone, event.function.index < facts.functions.count else { continue }
          result.insert(event.function)
          if event.flags.contains(.isVirtual) { result.formUnion(overriders[event.function.index]) }
        default: break
        }
      }
      return result.sorted()
    }
    components = Self.stronglyConnected(callees)
  }

  public func callees(of function: FunctionID) -> [FunctionID] { callees[function.index] }
  public func callsItself(_ function: FunctionID) -> Bool { callees[function.index].contains(function) }

  /// Tarjan's algorithm with a stack of its own: call chains are longer than a thread's stack.
  private static func stronglyConnected(_ callees: [[FunctionID]]) -> [[FunctionID]] {
    let none = -1
    var order = Array(repeating: none, count: callees.count)
    var low = order
    var isOnStack = Array(repeating: false, count: callees.count)
    var stack: [Int] = []
    var next = 0
    var result: [[FunctionID]] = []
    for start in callees.indices where order[start] == none {
      var work: [(function: Int, edge: Int)] = [(start, 0)]
      while let top = work.last {
        let function = top.function
        if top.edge == 0 {
          order[function] = next
          low[function] = next
          next += 1
          stack.append(function)
          isOnStack[function] = true
        }
        var descended = false
        var edge = top.edge
        while edge < callees[function].count {
          let target = callees[function][edge].index
          edge += 1
          if order[target] == none {
            work[work.count - 1].edge = edge
            work.append((target, 0))
            descended = true
            break
          }
          if isOnStack[target] { low[function] = min(low[function], order[target]) }
        }
        if descended { continue }
        work.removeLast()
        if let caller = work.last { low[caller.function] = min(low[caller.function], low[function]) }
        guard low[function] == order[function] else { continue }
        var component: [FunctionID] = []
        while let member = stack.popLast() {
          isOnStack[member] = false
          component.append(FunctionID(member))
          if member == function { break }
        }
        result.append(component.sorted())
      }
    }
    return result
  }
}
