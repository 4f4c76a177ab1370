import CShapes

/// Uses each kind of function that returns or takes a counted object of C++.
@inline(never) func use(_ round: CInt) -> CInt {
  let shape = geo.createShape()
  let point = geo.Point.make(round)
  shape.setCorner(point)
  shape.takeCorner(geo.Point.make(round + 1))
  let shapes = [shape, shape]
  guard let corner = shapes[1].getCorner() else { return -1 }
  return corner.getX() - point.getX() + shape.createCenter().getX()
}

@main struct Program {
  static func main() {
    for round in 0..<CInt(100_000) where use(round) != 8 { fatalError("round \(round)") }
    print("\(geo.aliveShapes()) alive")
    if geo.aliveShapes() != 0 { fatalError("something is alive") }
  }
}
