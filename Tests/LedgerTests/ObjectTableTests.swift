import Testing

@testable import Ledger

/// The table of live objects against one that is plainly right.
@Suite("Table of live objects") struct ObjectTableTests {
  /// Addresses as an allocator gives them: close together, some apart, some at the same place of other pages.
  private static let addresses: [UInt] =
    (0..<20_000).map { 0x5555_5000_0000 + UInt($0) * 48 } + (0..<20_000).map { 0x7F00_0000_0000 + UInt($0) * 4096 }
    + [8, UInt(UInt32.max) * 8, (1 << 47) - 8]

  private func insert(_ address: UInt, _ number: Int, into table: inout ObjectTable) {
    table.insert(
      ObjectTable.Object(number: UInt64(number), ordinal: 0, time: 0, creation: 1, thread: 0), at: address,
      references: Int32(number), isTallied: number % 3 == 0, endsWithLastReference: number % 2 == 0)
  }

  @Test("what is in is found with all that is known of it, and nothing else, while others come and go")
  func finds() throws {
    var table = ObjectTable()
    for (number, address) in Self.addresses.enumerated() { insert(address, number, into: &table) }
    for (number, address) in Self.addresses.enumerated() where number % 5 < 2 {
      let place = table.find(address)
      table.remove(try #require(place))
    }
    for (number, address) in Self.addresses.enumerated() {
      let place = table.find(address)
      #expect((place == nil) == (number % 5 < 2))
      guard let place else { continue }
      let (found, references) = (table.address(place), table.references(place))
      let (isTallied, endsItself) = (table.isTallied(place), table.endsWithLastReference(place))
      #expect(found == address)
      #expect(references == number)
      #expect(isTallied == (number % 3 == 0))
      #expect(endsItself == (number % 2 == 0))
    }
    let (stranger, count) = (table.find(0x1000), table.count)
    #expect(stranger == nil)
    let expected = (0..<UInt64(Self.addresses.count)).filter { $0 % 5 >= 2 }
    #expect(count == expected.count)
    var numbers: [UInt64] = []
    for place in table.live { numbers.append(table[place].number) }
    #expect(numbers == expected)
  }

  @Test("of many events the objects are found from where looking ahead says, whatever the addresses")
  func looksAhead() {
    var table = ObjectTable()
    for (number, address) in Self.addresses.enumerated() { insert(address, number, into: &table) }
    // Every other one is of an object that is not known; what is fetched ahead need not be there.
    let words = Self.addresses.flatMap { [UInt64($0 >> 3) << 20 | 1, UInt64(($0 >> 3) + 1) << 20 | 2] }
    let slots = table.slots
    var homes = [Int32](repeating: 0, count: ObjectSlots.ahead)
    words.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let run = EventRun(words: base, count: words.count, thread: 0, firstOrdinal: 0)
      for start in stride(from: 0, to: words.count, by: ObjectSlots.ahead) {
        let count = min(ObjectSlots.ahead, words.count - start)
        slots.findHomes(run, from: start, count: count, into: &homes)
        for index in 0..<count {
          let address = EventRun.address(run.word(start + index))
          let (place, expected) = (slots.find(address, from: Int(homes[index])), table.find(address))
          #expect(place == expected)
        }
      }
    }
    for address in Self.addresses {
      let (place, behind) = (table.find(address), table.find(address + 8))
      #expect(place != nil && behind == nil)
    }
  }
}
