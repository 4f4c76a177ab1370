// Uses every kind of note that deed wrap writes for a counted library in C; the library counts what happens.
import CCrates

func use(_ crates: Int) {
  for round in 0..<crates {
    guard let crate = Crate(), let other = Crate(weight: 40) else { fatalError("no crate") }
    precondition(Crate(weight: 1000) == nil && Label(text: "") == nil, "what failed is nil")
    precondition(crate.isEmpty && !other.isEmpty && other.size == .large)
    crate.weight = 7
    precondition(crate.weight == 7 && crate.size == .small)
    crate.flags = [.fragile, .heavy]
    precondition(crate.flags.contains(.heavy))

    guard let label = Label(text: "label \(round)") else { fatalError("no label") }
    crate.takeLabel(label)
    other.shareLabel(label)
    precondition(crate.label?.text == "label \(round)" && label.text == other.label?.text)

    var found: Label?
    precondition(crate.findLabel(&found) == 1 && found != nil)
    var peeled: Label?
    precondition(other.peelLabel(&peeled) == 1 && other.label == nil && peeled?.text == "label \(round)")

    guard let copy = crate.copy() else { fatalError("no copy") }
    let all = [crate, other, copy, crate]
    precondition(all.allSatisfy { $0.weight > 0 } && copy.label != nil)
  }
}

@main struct Program {
  static func main() {
    use(100_000)
    print("\(Crate.objectsAlive()) alive")
    precondition(Crate.objectsAlive() == 0, "objects are left")
    precondition(Crate.retains() > 0 && Crate.releases() > Crate.retains(), "nothing was counted")
  }
}
