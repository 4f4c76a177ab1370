import Depots
import NativeLifetimes
import Synchronization
import Testing

/// What `deed wrap` makes of objects that have one owner, used in every order that it has to stand.
@Suite(.serialized) struct HandleTests {
  @Test func aShelfKeepsItsDepot() throws {
    for round in 0..<10_000 {
      var depot: Depot? = try Depot(name: "depot \(round)")
      let shelf = try Shelf(depot: #require(depot), label: "top")
      depot = nil
      try shelf.put(2)
      #expect(try shelf.depot?.count == 2)
    }
    #expect(Depot.alive() == 0)
  }

  @Test func aDepotThatIsClosedTakesItsShelvesAlong() throws {
    let depot = try Depot(name: "closed")
    let shelf = try Shelf(depot: depot, label: "top")
    let part = try #require(try shelf.depot)
    try depot.close()
    try depot.close()
    #expect(Depot.alive() == 0)
    #expect(throws: LifetimeError.self) { try shelf.put(1) }
    #expect(throws: LifetimeError.self) { try part.count }
    #expect(throws: LifetimeError.self) { try Shelf(depot: depot, label: "late") }
  }

  @Test func whatIsStoredAtAnAddressIsMade() throws {
    var status: CInt = -1
    do {
      let depot = try Depot(name: "opened", status: &status)
      #expect(status == 0)
      let shelf = try depot.tryShelf()
      try shelf.put(1)
      try depot.setLimit(0)
      #expect(throws: LifetimeError.self) { try depot.tryShelf(status: &status) }
      #expect(status == 1)
    }
    #expect(throws: LifetimeError.self) { try Depot(name: "", status: &status) }
    #expect(status == 2)
    #expect(Depot.alive() == 0)
  }

  @Test func aCopyGoesItsOwnWay() throws {
    let depot = try Depot(name: "first")
    let copy = try depot.copy()
    try depot.close()
    #expect(try copy.name == "first")
    try copy.setLimit(0)
    #expect(try copy.isFull)
    try copy.close()
    #expect(Depot.alive() == 0)
  }

  @Test func aTicketIsTheDepotsWhenItIsHandedIn() throws {
    do {
      let depot = try Depot(name: "tickets")
      let ticket = try Ticket(number: 1)
      try depot.handIn(ticket)
      try depot.handIn(Ticket(number: 2))
      #expect(throws: LifetimeError.self) { try depot.handIn(ticket) }
      _ = try Ticket(number: 3)
    }
    #expect(Depot.alive() == 0)
  }

  @Test func aTicketThatIsRefusedStaysOurs() throws {
    do {
      let depot = try Depot(name: "offers")
      #expect(try depot.offer(Ticket(number: 1)) == 0)
      let second = try Ticket(number: 2)
      #expect(try depot.offer(second) == -1)
      try second.close()
    }
    #expect(Depot.alive() == 0)
  }

  @Test func textAndBytesAreGivenBack() throws {
    do {
      let depot = try Depot(name: "told")
      try Shelf(depot: depot, label: "top").put(5)
      for _ in 0..<1_000 { #expect(try depot.describe() == "told holds 5") }
      let snapshot = try depot.snapshot()
      #expect(snapshot.count == 4)
      #expect(snapshot.span[0] == UInt8(ascii: "t"))
    }
    #expect(Depot.alive() == 0)
  }

  @Test func whatTheHeadersCallVoidIsAClassToo() throws {
    do {
      let scale = try Scale(limit: 3)
      let depot = try Depot(name: "weighed")
      #expect(try scale.weigh(2, handle: depot) == 1)
    }
    #expect(Depot.alive() == 0)
  }

  @Test func whatIsFollowedStays() throws {
    do {
      let depot = try Depot(name: "follower")
      do {
        let other = try Depot(name: "followed")
        try Shelf(depot: other, label: "only").put(3)
        try depot.follow(other)
      }
      #expect(try depot.count == 3)
    }
    #expect(Depot.alive() == 0)
  }

  @Test func aClosureIsLentForOneCall() throws {
    let depot = try Depot(name: "visited")
    try Shelf(depot: depot, label: "top").put(4)
    var names: [String] = []
    let sum = try depot.visit { name in
      names.append(name ?? "")
      return 10
    }
    #expect(sum == 40)
    #expect(names == Array(repeating: "visited", count: 4))
  }

  @Test func aListenerIsReplacedAndLetGo() throws {
    let depot = try Depot(name: "heard")
    let shelf = try Shelf(depot: depot, label: "top")
    let heard = Heard()
    try depot.listen { heard.note("first", $0) }
    try shelf.put(1)
    try depot.listen { heard.note("second", $0) }
    try shelf.put(1)
    try depot.listen(nil)
    try shelf.put(1)
    #expect(heard.all == ["first 1", "second 2"])
  }

  @Test func aWatcherIsHeardUntilItIsLetGo() throws {
    let depot = try Depot(name: "watched")
    let shelf = try Shelf(depot: depot, label: "top")
    let heard = Heard()
    do {
      let (callback, from) = try depot.watch(2) { heard.note("watch", $0) }
      #expect(from == 2)
      try shelf.put(1)
      try shelf.put(1)
      try callback.cancel()
    }
    // The library was never told to forget it, and calls a context that is gone.
    try shelf.put(1)
    #expect(heard.all == ["watch 2"])
  }

  @Test func aClosureThatAnObjectIsMadeWithLivesAsLong() throws {
    let heard = Heard()
    weak let isThere = heard
    do {
      let depot = try Depot(watchedListener: { [heard] in heard.note("made", $0) })
      try Shelf(depot: depot, label: "top").put(7)
      try depot.close()
    }
    #expect(isThere?.all == ["made 7"])
    #expect(Depot.alive() == 0)
  }
}

private final class Heard: Sendable {
  private let notes = Mutex<[String]>([])
  var all: [String] { notes.withLock { $0 } }
  func note(_ name: String, _ count: CInt) { notes.withLock { $0.append("\(name) \(count)") } }
}
