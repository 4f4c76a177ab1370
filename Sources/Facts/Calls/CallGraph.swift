/// Who calls whom: directly, through an object's dynamic type, and through function pointers.
///
/// A virtual call reaches every override. A call through a pointer reaches every function that the program puts anywhere
/// into a place of the same signature.
public struct CallGraph: Sendable {
  /// The callees of function `n` are `callees[starts[n]..<starts[n + 1]]`, each once.
  private let starts: [Int]
  private let callees: [FunctionID]
  /// Functions in groups that call each other, callees before callers.
  public let components: [[FunctionID]]
  /// Components in layers, by their places in `components`: each needs only what lies in layers before its own.
  public let layers: [[Int]]

  public func callees(of function: FunctionID) -> ArraySlice<FunctionID> {
    callees[starts[function.index]..<starts[function.index + 1]]
  }

  /// Of a whole program, when nothing of it was worked out before.
  public init(facts: FactBase) {
    let order = facts.functions.indices.map { FunctionID($0) }
    self.init(
      facts: facts, overrides: OverrideIndex(facts: facts),
      signatures: SignatureLinks(facts: facts, functionsInOrder: order))
  }

  public init(facts: FactBase, overrides: OverrideIndex, signatures: SignatureLinks) {
    var starts = [0]
    var callees: [FunctionID] = []
    starts.reserveCapacity(facts.functions.count + 1)
    var targetsOfVirtual: [FunctionID: [FunctionID]] = [:]
    var lastCaller = [Int32](repeating: -1, count: facts.functions.count)
    for (number, function) in facts.functions.enumerated() {
      func add(_ callee: FunctionID) {
        guard lastCaller[callee.index] != Int32(number) else { return }
        lastCaller[callee.index] = Int32(number)
        callees.append(callee)
      }
      if let body = function.body {
        for event in body.events {
          guard event.operation == .call || event.operation == .delete else { continue }
          var callee = event.function
          if event.flags.contains(.isIndirect), callee.isNone {
            callee = PlaceSignatures(facts: facts, function: function, body: body).signature(
              ofValue: body.operand(0, of: event))
          }
          guard !callee.isNone else { continue }
          add(callee)
          if event.flags.contains(.isVirtual) {
            let targets = targetsOfVirtual[callee] ?? overrides.targets(ofVirtualCallTo: callee)
            targetsOfVirtual[callee] = targets
            targets.forEach(add)
          }
          signatures.functions(assignedTo: callee).forEach(add)
        }
      }
      starts.append(callees.count)
    }
    self.starts = starts
    self.callees = callees
    components = Self.components(starts: starts, callees: callees)
    layers = Self.layers(of: components, starts: starts, callees: callees)
  }

  /// Whether functions of a component call each other, or the only one itself.
  public func isCycle(_ component: [FunctionID]) -> Bool {
    guard component.count == 1, let only = component.first else { return true }
    return callees(of: only).contains(only)
  }

  private static func layers(of components: [[FunctionID]], starts: [Int], callees: [FunctionID]) -> [[Int]] {
    var layerOf = [Int](repeating: -1, count: starts.count - 1)
    var layers: [[Int]] = []
    for (number, component) in components.enumerated() {
      var layer = 0
      // A component's own functions have no layer yet: -1 keeps them out of it.
      for function in component {
        for callee in callees[starts[function.index]..<starts[function.index + 1]] {
          layer = max(layer, layerOf[callee.index] + 1)
        }
      }
      for function in component { layerOf[function.index] = layer }
      if layer == layers.count { layers.append([]) }
      layers[layer].append(number)
    }
    return layers
  }

  /// Tarjan's algorithm with a stack of its own: a program's deepest line of calls is no measure for this one's.
  private static func components(starts: [Int], callees: [FunctionID]) -> [[FunctionID]] {
    let count = starts.count - 1
    let unseen = Int32.max
    var order = [Int32](repeating: unseen, count: count)
    var low = [Int32](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int32] = []
    var found: [[FunctionID]] = []
    var next: Int32 = 0
    var path: [(function: Int, edge: Int)] = []
    for root in 0..<count where order[root] == unseen {
      path.append((root, starts[root]))
      while let (function, edge) = path.last {
        if order[function] == unseen {
          order[function] = next
          low[function] = next
          next += 1
          open.append(Int32(function))
          isOpen[function] = true
        }
        if edge < starts[function + 1] {
          path[path.count - 1].edge += 1
          let callee = callees[edge].index
          if order[callee] == unseen {
            path.append((callee, starts[callee]))
          } else if isOpen[callee] {
            low[function] = min(low[function], order[callee])
          }
          continue
        }
        path.removeLast()
        if let caller = path.last?.function { low[caller] = min(low[caller], low[function]) }
        guard low[function] == order[function] else { continue }
        var component: [FunctionID] = []
        while let member = open.popLast() {
          isOpen[Int(member)] = false
          component.append(FunctionID(Int(member)))
          if Int(member) == function { break }
        }
        found.append(component.sorted())
      }
    }
    return found
  }
}
