/// The objects that are alive at the end, by address; elsewhere an object is its place here.
struct LiveObjects {
  var addresses: [UInt] = []
  /// By any number.
  var types: [Int32] = []
  var references: [Int32] = []

  var count: Int { addresses.count }
}

/// Which objects hold which, as flat arrays: for each object those that hold it.
struct ObjectHolders {
  private var starts: [Int32]
  private var owners: [Int32]

  /// - Parameter edges: an object and one that holds it, in any order; owners keep theirs.
  init(count: Int, _ edges: some Sequence<(object: Int32, owner: Int32)>) {
    starts = [Int32](repeating: 0, count: count + 1)
    for edge in edges { starts[Int(edge.object) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    owners = [Int32](repeating: 0, count: Int(starts[count]))
    for edge in edges {
      owners[Int(next[Int(edge.object)])] = edge.owner
      next[Int(edge.object)] += 1
    }
  }

  var count: Int { starts.count - 1 }

  subscript(object: Int32) -> ArraySlice<Int32> { owners[Int(starts[Int(object)])..<Int(starts[Int(object) + 1])] }

  /// For each object those that it holds.
  var reversed: ObjectHolders {
    ObjectHolders(
      count: count,
      (0..<Int32(count)).lazy.flatMap { object in self[object].lazy.map { (object: $0, owner: object) } })
  }
}
