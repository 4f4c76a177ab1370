import Testing

/// Elements that the code numbers, and those of which any may be meant.
@Suite struct ElementTests {
  private static let row = """
    struct Row : Count { Op **all; int size; Op *at(int n) const { return all[n]; } \
    ~Row() { for (int i = 0; i < size; i++) all[i]->down(); } }; \
    struct Pair : Count { Op *first; Op *second; Pair(Op *one, Op *other) : first(one), second(other) {} \
    ~Pair() { first->down(); second->down(); } };

    """

  private func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try HolderTests().expect(Self.row + source, sourceLocation: sourceLocation)
  }

  @Test func eachNumberIsAnElementOfItsOwn() throws {
    try expect(
      """
      Pair *fine(Row *row) {
        Op *one = row->at(0);
        Op *other = row->at(1);
        one->up();
        other->up();
        return new Pair(one, other);
      }
      Pair *twice(Row *row) {
        Op *one = row->at(0);
        Op *other = row->at(1);
        one->up();
        one->up();
        other->up();
        return new Pair(one, other); // ERROR val.ownMove
      }
      Pair *forgotten(Row *row) {
        Op *one = row->at(0);
        Op *other = row->at(1);
        one->up();
        return new Pair(one, other); // ERROR val.ptrToField
      }
      """)
  }

  @Test func whatALoopCountsUpToIsAnyOfThem() throws {
    try expect(
      """
      Pair *fine(Row *row) {
        for (int i = 0; i < 2; i++) row->at(i)->up();
        return new Pair(row->at(0), row->at(1));
      }
      void filled() {
        Op *made[2];
        for (int i = 0; i < 2; i++) made[i] = new Op();
        for (int i = 0; i < 2; i++) made[i]->down();
      }
      """)
  }

  /// One reference goes with an element that is returned.
  @Test func anElementThatIsReturned() throws {
    try expect(
      """
      Op *fine(Row *row, int n) {
        Op *one = row->at(n);
        one->up();
        return one;
      }
      Op *twice(Row *row, int n) {
        Op *one = row->at(n);
        one->up();
        one->up();
        return one; // ERROR val.ownLocalRet
      }
      """)
  }
}
